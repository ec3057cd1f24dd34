package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.NodeInspection;
import dev.lockkeeper.workflows.kwdb.SourceSwap;
import dev.lockkeeper.workflows.kwdb.Topology;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * The jobs that change a node. Marks: {@code draining drained stopping stopped upgrading upgraded
 * starting listening rejoined}; from {@code stopping} to {@code listening} the node does not serve.
 */
public final class KwdbScripts {
  private static final String COMMON = ScriptResource.read(KwdbScripts.class, "common.sh");
  private static final String BACKUP = COMMON + ScriptResource.read(KwdbScripts.class, "backup.sh");
  private static final String SERVER = BACKUP + ScriptResource.read(KwdbScripts.class, "server.sh");
  private static final String DOCKER = BACKUP + ScriptResource.read(KwdbScripts.class, "docker.sh");
  private static final String SOURCE = BACKUP + ScriptResource.read(KwdbScripts.class, "source.sh");
  private static final int STILL_RUNS = 3;
  private static final int NOT_IN_TIME = 5;
  private static final int REFUSED = 6;
  private static final int NOT_DRAINED = 7;

  private KwdbScripts() {}

  /** Drain, stop, upgrade, start, rejoin: a node of a multi-replica cluster whose others serve. */
  public static JobScript rolling(KwdbChange change) {
    return server(
        change,
        "check_target\ncheck_room\ndrain_node\nstop_server\nremember_kept\ncopy_or_start_again\n"
            + "upgrade_or_start_again\nstart_server\nawait_rejoined\n");
  }

  /** Stop, upgrade, start, come back: a standalone node. */
  public static JobScript standalone(KwdbChange change) {
    return server(
        change,
        "check_target\ncheck_room\nstop_server\nremember_kept\ncopy_or_start_again\n"
            + "upgrade_or_start_again\nstart_server\nawait_rejoined\n");
  }

  /** Only looks whether an upgrade could begin. */
  public static JobScript check(KwdbChange change) {
    return server(change, "check_target\n");
  }

  public static JobScript stop(KwdbChange change) {
    return server(change, "stop_server\n");
  }

  /** Upgrades a node that is stopped, and leaves it stopped: a node of a single-replica cluster. */
  public static JobScript upgradeStopped(KwdbChange change) {
    return server(change, "check_target\nremember_kept\nupgrade_stopped\n");
  }

  /** Copies the data of a stopped node to where the change says. */
  public static JobScript copy(KwdbChange change) {
    return server(change, "check_room\ncopy_data\n");
  }

  /** Installs the release it comes from again, from its package, and starts it. */
  public static JobScript restore(KwdbChange change) {
    return server(
        change, "stop_server\nrestore_programs\nstart_server\nawait_rejoined \"$from\"\n");
  }

  /** The same, but leaves the node stopped. */
  public static JobScript restoreStopped(KwdbChange change) {
    return server(change, "stop_server\nrestore_programs\n");
  }

  /**
   * Starts a node and waits for its port: not for the cluster, which may need other nodes first.
   */
  public static JobScript start(KwdbChange change) {
    return server(change, "start_server\n");
  }

  /** Waits until a node takes part again on the new release. */
  public static JobScript rejoin(KwdbChange change) {
    return server(change, "await_rejoined\n");
  }

  /**
   * Copies the data of a stopped node on the node itself.
   *
   * @param copy the directory that shall be the copy, absolute
   * @param release the release that wrote the data
   */
  public static JobScript backup(String data, String copy, Version release) {
    return new JobScript(BACKUP + "backup \"$@\"\n", List.of(data, copy, release.text()));
  }

  /**
   * Puts a new container in the place of an old one.
   *
   * @param run the words after {@code docker run}, see {@link DockerRun}
   */
  public static JobScript replaceContainer(ContainerChange change, List<String> run) {
    List<String> arguments = new ArrayList<>(change.arguments());
    arguments.addAll(run);
    return new JobScript(DOCKER + "replace_container \"$@\"\n", arguments);
  }

  /**
   * Brings a compose file up with a new image. Its new text must lie beside it as {@code
   * <file>.lockkeeper-new}.
   *
   * @param file the compose file, absolute
   * @param sha256 of the old text, so that nobody's change since is lost
   */
  public static JobScript composeUp(ContainerChange change, String file, String sha256) {
    return composeUp(change, file, sha256, file + ".lockkeeper-new");
  }

  /**
   * The same with the new text somewhere else.
   *
   * @param newText file on the node; removed once it is in place and serves
   */
  public static JobScript composeUp(
      ContainerChange change, String file, String sha256, String newText) {
    List<String> arguments = new ArrayList<>(change.arguments());
    arguments.addAll(List.of(file, sha256, newText));
    return new JobScript(DOCKER + "bring_up \"$@\"\n", arguments);
  }

  /** Compiles the sources on the node; the installation stays as it is. */
  public static JobScript buildSource(SourceSwap swap) {
    return new JobScript(SOURCE + "build\n", sourceArguments(swap));
  }

  /** Puts what was compiled in the place of the installation and starts it as it was started. */
  public static JobScript replaceSource(SourceSwap swap) {
    String manner = swap.inspection().topology() == Topology.MULTI_REPLICA ? "drain" : "stop";
    return new JobScript(SOURCE + "replace " + manner + " \"$@\"\n", sourceArguments(swap));
  }

  private static List<String> sourceArguments(SourceSwap swap) {
    NodeInspection node = swap.inspection();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                swap.source(),
                swap.to(),
                swap.home(),
                node.user(),
                Integer.toString(node.port()),
                node.dataRoot(),
                Long.toString(swap.drainLimit().toSeconds()),
                Long.toString(swap.stopLimit().toSeconds()),
                Long.toString(swap.startLimit().toSeconds()),
                node.security(),
                node.address(),
                swap.copy(),
                swap.from()));
    arguments.addAll(node.command());
    return arguments;
  }

  /**
   * Passes on the result of a job that did what it should.
   *
   * @throws StepFailed with the job's last words
   */
  public static JobResult passed(JobName name, JobResult result) throws StepFailed {
    if (result.exit() == 0) {
      return result;
    }
    FailureReason reason =
        switch (result.exit()) {
          case STILL_RUNS, NOT_IN_TIME, NOT_DRAINED -> FailureReason.TIMEOUT;
          case REFUSED -> FailureReason.REFUSED;
          default -> FailureReason.FAILED_COMMAND;
        };
    throw StepFailed.inJob(name, result, reason);
  }

  private static JobScript server(KwdbChange change, String actions) {
    return new JobScript(SERVER + actions, change.arguments());
  }
}
