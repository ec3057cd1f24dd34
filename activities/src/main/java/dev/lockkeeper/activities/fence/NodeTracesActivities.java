package dev.lockkeeper.activities.fence;

import dev.lockkeeper.activities.job.JobOwner;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Names;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.recover.JobTrace;
import dev.lockkeeper.workflows.recover.NodeTrace;
import dev.lockkeeper.workflows.recover.NodeTraces;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Does what {@link NodeTraces} says, over SSH, with one command for each node. */
public final class NodeTracesActivities implements NodeTraces {
  private static final String TRACES =
      JobOwner.FUNCTIONS + ScriptResource.read(NodeTracesActivities.class, "traces.sh");

  /** Temporal takes results of up to 2 MB; a run of a large cluster has some tens of a node. */
  static final int MOST_JOBS = 300;

  private static final int OUTPUT_LIMIT = 512 * 1024;
  private static final Patient BRIEFLY = new Patient(Duration.ofSeconds(5));

  private final EachNode nodes;
  private final Attendant attendant;

  public NodeTracesActivities(Nodes connections, Attendant attendant) {
    this.nodes = new EachNode(connections);
    this.attendant = attendant;
  }

  @Override
  public List<NodeTrace> look(String cluster, List<Target> targets) {
    return attendant.attend(
        pulse -> {
          if (!cluster.matches(Names.NAME)) {
            throw new StepFailed(
                FailureReason.INVALID,
                "'" + cluster + "' is not the name of a cluster: write " + Names.NAME_IN_WORDS);
          }
          Set<String> names =
              targets.stream().map(NodeTracesActivities::name).collect(Collectors.toSet());
          return nodes
              .ask(
                  targets,
                  BRIEFLY,
                  pulse,
                  (connection, node) -> ofNode(look(connection, name(node), cluster), names),
                  (node, why) -> new NodeTrace(name(node), null, List.of(), why))
              .values()
              .stream()
              .toList();
        });
  }

  static NodeTrace look(SshConnection connection, String node, String cluster)
      throws SshFailure, InterruptedException {
    Command command =
        Command.sh(TRACES, cluster, Integer.toString(MOST_JOBS)).keeping(OUTPUT_LIMIT);
    return TraceReply.of(node, cluster, connection.run(command));
  }

  /**
   * Nodes of one machine see all of its jobs. Those of other nodes that were asked too are left to
   * them; those of a node that nobody asked must not go unsaid.
   */
  private static NodeTrace ofNode(NodeTrace trace, Set<String> asked) {
    List<JobTrace> jobs =
        trace.jobs().stream()
            .filter(job -> job.node().equals(trace.node()) || !asked.contains(job.node()))
            .toList();
    return new NodeTrace(trace.node(), trace.holder(), jobs, trace.problem());
  }

  private static String name(Target node) {
    return node.node().name();
  }
}
