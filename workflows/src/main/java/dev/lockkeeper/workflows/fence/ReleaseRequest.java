package dev.lockkeeper.workflows.fence;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.lockkeeper.workflows.model.ClusterNodes;
import dev.lockkeeper.workflows.model.Names;
import dev.lockkeeper.workflows.request.CheckedReader;
import dev.lockkeeper.workflows.request.Described;
import org.jspecify.annotations.Nullable;

/** Which nodes to look at, and whose fence to remove there. As JSON it is one flat object. */
@JsonDeserialize(using = ReleaseRequest.Reader.class)
public record ReleaseRequest(
    @JsonUnwrapped ClusterNodes nodes,
    @Described(
            value = "Id of the run whose fence is removed; without it nothing is changed.",
            pattern = "[A-Za-z0-9][A-Za-z0-9-]{0,99}",
            expected = "the id of a run, as the fence names it")
        @Nullable String run,
    @Described(
            value = "Who says so.",
            pattern = Names.PERSON,
            expected = Names.PERSON_IN_WORDS,
            example = "\"ann\"")
        String by) {

  /** The workflow id of a cluster's release: one at a time. */
  public static String workflowId(String cluster) {
    return "release-" + cluster;
  }

  static final class Reader extends CheckedReader<ReleaseRequest> {
    Reader() {
      super(ReleaseRequest.class);
    }
  }
}
