package dev.lockkeeper.workflows.fence;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.lockkeeper.workflows.model.Names;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.request.Described;
import dev.lockkeeper.workflows.request.InputReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which nodes to look at, and whose fence to remove there. */
@JsonDeserialize(using = ReleaseRequest.Reader.class)
public record ReleaseRequest(
    @Described(
            value = "Name of the cluster.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS,
            example = "\"orders\"")
        String cluster,
    @Described(
            value = "Name of a credential profile of the worker, for SSH to the nodes.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS,
            example = "\"prod-ssh\"")
        String credentials,
    @Described("The nodes, as in the request of the upgrade.") List<Node> nodes,
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

  List<Target> targets() {
    return nodes.stream().map(node -> new Target(node, credentials)).toList();
  }

  /** Lets Temporal hand a request to the workflow only after it was checked as a whole. */
  static final class Reader extends JsonDeserializer<ReleaseRequest> {
    @Override
    public ReleaseRequest deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return InputReader.read(parser.readValueAsTree(), ReleaseRequest.class);
    }
  }
}
