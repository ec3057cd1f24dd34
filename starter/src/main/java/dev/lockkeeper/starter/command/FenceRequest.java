package dev.lockkeeper.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.starter.input.CheckedRequest;

/** The input of a release, made from the request of an upgrade. */
record FenceRequest(CheckedRequest request, String by) {
  String cluster() {
    return request.cluster();
  }

  /** Changes nothing. */
  ObjectNode look() {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    for (String field : new String[] {"cluster", "credentials", "nodes"}) {
      input.set(field, request.json().get(field));
    }
    return input.put("by", by);
  }

  ObjectNode free(String run) {
    return look().put("run", run);
  }
}
