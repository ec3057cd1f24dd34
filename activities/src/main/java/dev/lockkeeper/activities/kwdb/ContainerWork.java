package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.ContainerPlan;
import dev.lockkeeper.workflows.kwdb.ContainerSwap;
import dev.lockkeeper.workflows.model.Version;

/** The job that puts one container in the place of another, and the files that it reads. */
final class ContainerWork {
  private final SshConnection node;
  private final ContainerSwap swap;

  ContainerWork(SshConnection node, ContainerSwap swap) {
    this.node = node;
    this.swap = swap;
  }

  /** Writes what the job reads. Doing it again changes nothing. */
  JobScript prepare() throws StepFailed, SshFailure, InterruptedException {
    KwdbRelease.makeParent(node, environment());
    ContainerPlan plan = swap.plan();
    ContainerChange change =
        new ContainerChange(
            swap.name(),
            plan.newImage(),
            swap.archive(),
            Version.of(swap.to()),
            swap.inspection().port(),
            swap.stopLimit(),
            swap.startLimit(),
            plan.store(),
            swap.copy(),
            swap.from());
    ContainerParameters old = parameters();
    if (!swap.compose().isEmpty()) {
      ComposeChange text =
          new ContainerLook(node, swap.compose()).composeChange(old, plan.newImage());
      node.write(text.text(), composeText(), 0600);
      return KwdbScripts.composeUp(change, swap.compose(), plan.checksum(), composeText());
    }
    StoreCheck.mountOfStore(old);
    node.write(DockerRun.environmentFile(old), environment(), 0600);
    return KwdbScripts.replaceContainer(
        change, DockerRun.arguments(old, plan.newImage(), environment()));
  }

  /** The environment may hold secrets, and nobody needs the file any more. */
  void cleanUp() throws SshFailure, InterruptedException {
    node.run(Command.sh("rm -f \"$1\" \"$2\"", environment(), composeText()));
  }

  /** A job that was cut off may have renamed the old container already. */
  private ContainerParameters parameters() throws StepFailed, SshFailure, InterruptedException {
    ContainerLook look = new ContainerLook(node, swap.compose());
    try {
      return look.parameters(swap.name() + ".before-" + swap.to());
    } catch (StepFailed none) {
      return look.parameters(swap.name());
    }
  }

  private String environment() {
    return swap.inspection().home() + "/.lockkeeper/kwdb/" + swap.name() + ".environment";
  }

  private String composeText() {
    return swap.inspection().home() + "/.lockkeeper/kwdb/" + swap.name() + ".compose";
  }
}
