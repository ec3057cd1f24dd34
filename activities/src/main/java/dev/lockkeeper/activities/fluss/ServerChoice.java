package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.model.FailureReason;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells which of the processes on a machine is the one that is registered: the one whose
 * server.yaml has its id and the cluster's path in ZooKeeper. Where servers of several clusters
 * share a machine, it is the one that listens where it is registered.
 */
record ServerChoice(FlussRole role, Registration registration, String root) {
  private static final String USUAL_ROOT = "/fluss";

  /**
   * @throws StepFailed INVALID when it is none or several
   */
  ProcessLine of(NodeProbe probe) throws StepFailed {
    List<ProcessLine> fitting =
        probe.processes().stream().filter(process -> isOfCluster(probe, process)).toList();
    if (fitting.size() > 1) {
      fitting = fitting.stream().filter(process -> isThere(probe.yaml(process))).toList();
    }
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw new StepFailed(
        FailureReason.INVALID,
        "it cannot be told which "
            + role.word()
            + " on "
            + registration.host()
            + " is registered at "
            + registration.path()
            + " with port "
            + registration.port()
            + ": none or several have "
            + (role == FlussRole.TABLET_SERVER
                ? "tablet-server.id " + registration.id() + " and "
                : "")
            + "zookeeper.path.root "
            + root
            + " in a server.yaml that can be read; "
            + seen(probe)
            + ". See that the login user may read it, and that --host and --ssh-port lead to the"
            + " machine");
  }

  private boolean isOfCluster(NodeProbe probe, ProcessLine process) {
    if (probe.value("yaml." + process.pid()).isEmpty()) {
      return false;
    }
    ServerYaml yaml = probe.yaml(process);
    boolean sameId =
        role == FlussRole.COORDINATOR_SERVER
            || registration.id().equals(String.valueOf(yaml.tabletServerId()));
    return sameId && yaml.option("zookeeper.path.root").orElse(USUAL_ROOT).equals(root);
  }

  private boolean isThere(ServerYaml yaml) {
    String place = registration.host() + ":" + registration.port();
    return yaml.option("advertised.listeners").orElse("").contains(place)
        || yaml.option("bind.listeners").orElse("").contains(place);
  }

  private static String seen(NodeProbe probe) {
    return probe.processes().isEmpty()
        ? "none was seen there"
        : "seen there: "
            + probe.processes().stream()
                .map(process -> process.pid() + " from " + process.home())
                .collect(Collectors.joining(", "));
  }
}
