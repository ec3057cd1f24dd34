package dev.lockkeeper.lab.bench;

import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.workflows.model.Release;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.nio.file.Path;
import java.util.List;

/**
 * By Lockkeeper: a workflow on a real service, a worker as it is started on a real machine, and the
 * staging of every product.
 */
final class LockkeeperStageWay implements StageWay {
  private static final String NAME = "bench-stage";

  private final Surroundings surroundings;
  private final Release release;
  private final BenchWorkerProcess worker;

  /**
   * @param any a host, for the login that all have
   */
  LockkeeperStageWay(Surroundings surroundings, LabHost any, Path file, String sha256) {
    this.surroundings = surroundings;
    this.release = new Release("1.1.0", file.toString(), null, sha256);
    BenchWorkerOrder order =
        new BenchWorkerOrder(
            surroundings.temporalAddress(),
            NAME,
            new BenchWorkerOrder.Login(NAME, any.sshUser(), any.knownHosts(), any.privateKey()));
    this.worker =
        BenchWorkerProcess.start(
                surroundings, order, NAME + "-worker", BenchWorkerProcess.AS_THE_LAUNCHER)
            .go();
  }

  @Override
  public String name() {
    return "lockkeeper";
  }

  @Override
  public String place() {
    return ".lockkeeper/releases/" + release.sha256();
  }

  @Override
  public void send(List<LabHost> hosts) {
    WorkflowStub run =
        surroundings
            .client()
            .newUntypedWorkflowStub(
                StagingRun.TYPE,
                WorkflowOptions.newBuilder().setWorkflowId(NAME).setTaskQueue(NAME).build());
    run.start(
        new StagingOrder(
            release,
            hosts.stream().map(host -> new SshTarget(host.address(), host.port(), NAME)).toList()));
    try {
      run.getResult(Void.class);
    } catch (WorkflowFailedException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new LabException("The staging failed: " + cause.getMessage(), e);
    }
  }

  @Override
  public void close() {
    worker.close();
  }
}
