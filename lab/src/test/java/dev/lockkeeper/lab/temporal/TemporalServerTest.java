package dev.lockkeeper.lab.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.lab.process.ChildFailedException;
import dev.lockkeeper.lab.process.HttpReadiness;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server; built with Go when this machine has none. */
class TemporalServerTest {
  private static TemporalCli cli;

  @TempDir private Path directory;

  @BeforeAll
  static void findCli() throws InterruptedException {
    TemporalCli.Search search = TemporalCli.find(System.out::println);
    assertThat(search).isInstanceOf(TemporalCli.Found.class);
    cli = ((TemporalCli.Found) search).cli();
  }

  @Test
  void runsWorkflowsWithTheirSearchAttributesAndShowsAWebPage() throws Exception {
    try (TemporalServer server = TemporalServer.onFreePorts(cli, directory)) {
      server.start();
      server.awaitHealthy();
      try (CountingWorker worker = new CountingWorker(server.address())) {
        assertThat(worker.workflow("count").run(5, false)).isEqualTo(5);
        assertThat(
                worker
                    .client()
                    .newUntypedWorkflowStub("count")
                    .describe()
                    .getTypedSearchAttributes()
                    .get(CountingWorker.STATE))
            .isEqualTo("RUNNING");
      }
      URI page = URI.create(server.uiUrl().orElseThrow() + "/namespaces/default/workflows");
      assertThat(new HttpReadiness(page).getAsBoolean()).isTrue();
      assertThat(server.sentence()).contains(server.address()).contains("temporal.db");
    }
  }

  @Test
  void aWorkflowSurvivesTheDeathOfTheServer() throws Exception {
    try (TemporalServer server = TemporalServer.onFreePorts(cli, directory)) {
      server.start();
      server.awaitHealthy();
      try (CountingWorker worker = new CountingWorker(server.address())) {
        CountingWorkflow workflow = worker.workflow("held");
        WorkflowClient.start(workflow::run, 10, true);
        String address = server.address();

        server.kill9();
        server.restart();

        assertThat(server.address()).isEqualTo(address);
        worker.existing("held").open();
        int counted = WorkflowStub.fromTyped(worker.existing("held")).getResult(Integer.class);
        assertThat(counted).isEqualTo(10);
      }
    }
  }

  @Test
  void aTakenPortIsNamedWithTheServersOwnWords() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        TemporalServer server = new TemporalServer(cli, directory, taken.getLocalPort(), 0)) {
      server.start();
      assertThatThrownBy(server::awaitHealthy)
          .isInstanceOf(ChildFailedException.class)
          .hasMessageContaining("The Temporal server ended with exit status")
          .hasMessageContaining(String.valueOf(taken.getLocalPort()))
          .hasMessageContaining(server.logFile().toString());
    }
  }

  @Test
  void theInMemoryServerRunsWorkflowsAndSaysWhatItLacks() {
    try (InMemoryTemporal server = InMemoryTemporal.start(0);
        CountingWorker worker = new CountingWorker(server.address())) {
      assertThat(worker.workflow("count").run(5, false)).isEqualTo(5);
      assertThat(server.uiUrl()).isEmpty();
      assertThat(server.sentence()).contains("no web page").contains("forgets");
    }
  }
}
