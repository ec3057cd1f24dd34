package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes that only the workers of their site reach. */
class SiteQueueTest extends OnTemporal {
  @Test
  void anUpgradeGoesToTheQueueThatIsNamed() {
    CommandLineRun run = pipe("start", EXAMPLE, "--set", "cluster=far", "--task-queue", "site-b");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(queueOf("far")).isEqualTo("site-b");
  }

  @Test
  void theVariableThatTheWorkerHasToNameItsQueueCountsHereToo() {
    CommandLineRun run =
        CommandLineRun.inPipe(
            Map.of("LOCKKEEPER_TASK_QUEUE", "site-c"),
            "start",
            EXAMPLE,
            "--set",
            "cluster=farther",
            "--address",
            temporal.address());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(queueOf("farther")).isEqualTo("site-c");
  }

  private static String queueOf(String cluster) {
    var stub = temporal.client().newUntypedWorkflowStub("upgrade-" + cluster);
    String queue = stub.describe().getTaskQueue();
    stub.terminate("nobody works there");
    return queue;
  }
}
