package dev.lockkeeper.workflows.recover;

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

/** Which nodes to look at. */
@JsonDeserialize(using = RecoverRequest.Reader.class)
public record RecoverRequest(
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
    @Described("The nodes, as in the request of the upgrade.") List<Node> nodes) {

  /** The workflow id of a look at a cluster: one at a time. */
  public static String workflowId(String cluster) {
    return "recover-" + cluster;
  }

  List<Target> targets() {
    return nodes.stream().map(node -> new Target(node, credentials)).toList();
  }

  /** Lets Temporal hand a request to the workflow only after it was checked as a whole. */
  static final class Reader extends JsonDeserializer<RecoverRequest> {
    @Override
    public RecoverRequest deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return InputReader.read(parser.readValueAsTree(), RecoverRequest.class);
    }
  }
}
