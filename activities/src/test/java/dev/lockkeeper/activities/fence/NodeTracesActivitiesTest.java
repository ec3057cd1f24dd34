package dev.lockkeeper.activities.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.job.Jobs;
import dev.lockkeeper.activities.ssh.OpenSshNode;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.recover.JobState;
import dev.lockkeeper.workflows.recover.JobTrace;
import dev.lockkeeper.workflows.recover.NodeTrace;
import dev.lockkeeper.workflows.recover.NodeTraces;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** On real OpenSSH servers, with jobs as they are really started. */
@Timeout(60)
class NodeTracesActivitiesTest {
  @TempDir static Path home = Path.of("unset");

  @RegisterExtension static final OpenSshNode HOST = new OpenSshNode().withHome(() -> home);

  private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
  private final Attendant attendant = new Attendant();
  private SshConnections connections = OpenSshNode.connections();
  private NodeTraces traces = environment.newActivityStub(NodeTraces.class);

  @BeforeEach
  void start() {
    connections.close();
    connections = OpenSshNode.connections(HOST);
    environment.registerActivitiesImplementations(new NodeTracesActivities(connections, attendant));
    traces = environment.newActivityStub(NodeTraces.class);
  }

  @AfterEach
  void stop() {
    connections.close();
    attendant.close();
    environment.close();
  }

  @Test
  void nodesOfOneMachineEachHaveTheirOwnJobsAndANodeThatIsAwayIsNotKnown() throws Exception {
    run("tablet-1", "mark stopping; mark stopped; mark listening");
    run("tablet-2", "mark stopping; exit 4");
    run("tablet-9", "echo whose node is not asked about");
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    Target away =
        new Target(
            new Node("tablet-3", "127.0.0.1", nobody, "tablet-server", "/opt/fluss"),
            HOST.credentials());

    List<NodeTrace> seen = traces.look("orders", List.of(target(1), target(2), away));

    assertThat(seen)
        .extracting(NodeTrace::node)
        .containsExactly("tablet-1", "tablet-2", "tablet-3");
    assertThat(seen.get(0).jobs())
        .extracting(JobTrace::node)
        .containsExactly("tablet-1", "tablet-9");
    JobTrace well = seen.get(0).jobs().get(0);
    assertThat(well.state()).isEqualTo(JobState.ENDED);
    assertThat(well.exit()).isZero();
    assertThat(well.startedAt()).isNotNull();
    assertThat(well.marks()).extracting(mark -> mark.name()).containsExactly("listening");
    assertThat(seen.get(1).jobs())
        .extracting(JobTrace::node)
        .containsExactly("tablet-2", "tablet-9");
    assertThat(seen.get(1).jobs().get(0).exit()).isEqualTo(4);
    assertThat(seen.get(2).problem()).contains("127.0.0.1:" + nobody);
    assertThat(seen.subList(0, 2)).extracting(NodeTrace::problem).containsOnlyNulls();
  }

  @Test
  void aNameThatCouldLeadElsewhereIsInvalid() {
    ActivityFailure failure =
        catchThrowableOfType(
            ActivityFailure.class, () -> traces.look("../orders", List.of(target(1))));
    assertThat(((ApplicationFailure) failure.getCause()).getType()).isEqualTo("INVALID");
  }

  private void run(String node, String body) throws Exception {
    new Jobs(new Patient(Duration.ofSeconds(5)))
        .run(
            connections.to(new SshTarget("127.0.0.1", HOST.port(), HOST.credentials())),
            new JobName("orders", "run-1", "restart", node, 1),
            new JobScript(body, List.of()),
            Pulse.SILENT);
  }

  private static Target target(int number) {
    return new Target(
        new Node("tablet-" + number, "127.0.0.1", HOST.port(), "tablet-server", "/opt/fluss"),
        HOST.credentials());
  }
}
