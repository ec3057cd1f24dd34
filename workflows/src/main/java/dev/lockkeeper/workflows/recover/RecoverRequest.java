package dev.lockkeeper.workflows.recover;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.lockkeeper.workflows.model.ClusterNodes;
import dev.lockkeeper.workflows.request.CheckedReader;

/** Which nodes to look at. As JSON it is one flat object. */
@JsonDeserialize(using = RecoverRequest.Reader.class)
public record RecoverRequest(@JsonUnwrapped ClusterNodes nodes) {

  /** The workflow id of a look at a cluster: one at a time. */
  public static String workflowId(String cluster) {
    return "recover-" + cluster;
  }

  static final class Reader extends CheckedReader<RecoverRequest> {
    Reader() {
      super(RecoverRequest.class);
    }
  }
}
