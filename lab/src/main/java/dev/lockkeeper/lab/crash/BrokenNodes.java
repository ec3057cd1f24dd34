package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.lookalike.upgrade.LookalikeInspection;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeNodes;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeSettings;
import dev.lockkeeper.lab.lookalike.upgrade.Server;
import dev.lockkeeper.lab.lookalike.upgrade.ServerSwitch;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import io.temporal.activity.Activity;
import java.util.List;

/** Activities with a defect, to see that the crash run finds it. */
final class BrokenNodes implements LookalikeNodes {
  private final LookalikeNodes sound;
  private final Build build;

  BrokenNodes(LookalikeNodes sound, Build build) {
    this.sound = sound;
    this.build = build;
  }

  @Override
  public JobResult restart(JobName job, Target node, ServerSwitch change) {
    int again = Activity.getExecutionContext().getInfo().getAttempt() - 1;
    if (build != Build.RERUNS_JOBS || again == 0) {
      return sound.restart(job, node, change);
    }
    // As a tool does that notes only finished steps: the whole restart again, under another name.
    JobName another =
        new JobName(
            job.cluster(),
            job.upgrade(),
            job.step() + "-again-" + again,
            job.node(),
            job.attempt());
    return sound.restart(
        another,
        node,
        new ServerSwitch(
            change.link(), change.to(), change.to(), change.port(), change.settings()));
  }

  @Override
  public String writeSetting(List<Server> servers, String name, String value) {
    return build == Build.SKIPS_UNDO && value.equals("on")
        ? value
        : sound.writeSetting(servers, name, value);
  }

  @Override
  public LookalikeInspection inspect(Target node, Release release) {
    return sound.inspect(node, release);
  }

  @Override
  public String stage(Target node, Release release, LookalikeInspection inspection) {
    return sound.stage(node, release, inspection);
  }

  @Override
  public Evidence safeToStop(List<Server> servers, String node) {
    return sound.safeToStop(servers, node);
  }

  @Override
  public Evidence safeToRetry(List<Server> servers, String node) {
    return sound.safeToRetry(servers, node);
  }

  @Override
  public String awaitReturn(List<Server> servers, String node, LookalikeSettings settings) {
    return sound.awaitReturn(servers, node, settings);
  }

  @Override
  public String observe(Server server) {
    return sound.observe(server);
  }

  @Override
  public String readSetting(List<Server> servers, String name) {
    return sound.readSetting(servers, name);
  }
}
