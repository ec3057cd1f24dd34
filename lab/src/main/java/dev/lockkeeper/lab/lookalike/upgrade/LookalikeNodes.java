package dev.lockkeeper.lab.lookalike.upgrade;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.Looks;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** What is done on the nodes of a look-alike's cluster. Every method may be called again. */
@ActivityInterface
public interface LookalikeNodes {
  /** Looks at one node; what is wrong with it is an answer. */
  @Looks
  @ActivityMethod(name = "LookalikeInspect")
  LookalikeInspection inspect(Target node, Release release);

  /** Brings the release to the node, with the configuration of the running one. */
  @ActivityMethod(name = "LookalikeStage")
  String stage(Target node, Release release, LookalikeInspection inspection);

  /** Whether the cluster is whole, and stays so without this server. */
  @Looks
  @ActivityMethod(name = "LookalikeSafeToStop")
  Evidence safeToStop(List<Server> servers, String node);

  /** Whether the cluster is whole but for this server, which may be down. */
  @Looks
  @ActivityMethod(name = "LookalikeSafeToRetry")
  Evidence safeToRetry(List<Server> servers, String node);

  /** Stop, switch and start: one job on the node. */
  @ActivityMethod(name = "LookalikeRestart")
  JobResult restart(JobName job, Target node, ServerSwitch change);

  /** Waits until the cluster is whole again, and tells the version that the node runs. */
  @Looks
  @ActivityMethod(name = "LookalikeAwaitReturn")
  String awaitReturn(List<Server> servers, String node, LookalikeSettings settings);

  /** Reads the version that a node runs. */
  @Looks
  @ActivityMethod(name = "LookalikeObserve")
  String observe(Server server);

  @Looks
  @ActivityMethod(name = "LookalikeReadSetting")
  String readSetting(List<Server> servers, String name);

  /** Sets it unless it is so already. Gives what is read afterwards. */
  @ActivityMethod(name = "LookalikeWriteSetting")
  String writeSetting(List<Server> servers, String name, String value);
}
