package dev.lockkeeper.starter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.starter.input.CheckedRequest;

/** The input of a release, made from the request of an upgrade. */
record FenceRequest(CheckedRequest request, String by) {
  String cluster() {
    return request.cluster();
  }

  /** Changes nothing. */
  ObjectNode look() {
    return request.nodes().put("by", by);
  }

  ObjectNode free(String run) {
    return look().put("run", run);
  }
}
