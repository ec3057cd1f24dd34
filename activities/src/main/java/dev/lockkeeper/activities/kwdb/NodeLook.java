package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.host.HostSight;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.BackupKind;
import dev.lockkeeper.workflows.kwdb.ContainerPlan;
import dev.lockkeeper.workflows.kwdb.KwdbMethod;
import dev.lockkeeper.workflows.kwdb.KwdbSettings;
import dev.lockkeeper.workflows.kwdb.NodeInspection;
import dev.lockkeeper.workflows.kwdb.Topology;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the preflight wants to know of one node. */
final class NodeLook {
  /** Where deploy.sh writes down what it installed. */
  static final String ETC = "/etc/kaiwudb";

  private final SshConnection connection;
  private final Node node;
  private final KwdbSettings settings;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  NodeLook(SshConnection connection, Node node, KwdbSettings settings) {
    this.connection = connection;
    this.node = node;
    this.settings = settings;
  }

  NodeInspection inspect(String cluster, Release release)
      throws StepFailed, SshFailure, InterruptedException {
    if (settings.method() == KwdbMethod.SOURCE) {
      return new SourceLook(connection, node, settings).inspect(cluster, release);
    }
    KwdbProbe probe =
        KwdbProbe.ask(connection, ETC, node.home() + "/bin/kwbase", settings.backupDirectory());
    KwdbMethod found = probe.installation().map(NodeLook::method).orElse(null);
    KwdbMethod method = settings.method() == null ? found : settings.method();
    boolean image = method != null && method.byImage();
    judge(probe, method);
    NodeInspection inspection =
        image ? container(probe, method, found, release) : server(probe, found, cluster, release);
    HostSight host = probe.host();
    // The server is another user's, who alone sees its sockets; the look at the cluster asks it.
    return host == null ? inspection : inspection.on(host.facts());
  }

  /** The way of the vendor's page that fits an installation. */
  static KwdbMethod method(Installation installation) {
    if (installation.kind() == Installation.Kind.CONTAINER) {
      return KwdbMethod.COMPOSE;
    }
    return switch (installation.topology()) {
      case STANDALONE -> KwdbMethod.STANDALONE;
      case SINGLE_REPLICA -> KwdbMethod.SINGLE_REPLICA;
      case MULTI_REPLICA -> KwdbMethod.ROLLING;
    };
  }

  private void judge(KwdbProbe probe, @Nullable KwdbMethod method) {
    // A cluster that is only read needs no backup: it is one.
    boolean copies = settings.backup() == BackupKind.COPY && method != KwdbMethod.IMPORT_EXPORT;
    if (probe.sudo() == KwdbProbe.Sudo.ASKS_FOR_PASSWORD && (copies || !byImage(method))) {
      problems.add(
          "sudo asks the login user for a password, which deploy.sh would show in the process list;"
              + " allow it without one: <user> ALL=(ALL) NOPASSWD: ALL");
    }
    if (probe.sudo() == KwdbProbe.Sudo.MISSING && !byImage(method)) {
      problems.add("there is no sudo; deploy.sh needs it, also for root");
    }
    if (copies && !byImage(method)) {
      checkRoom(probe);
    }
    if (probe.kwStatus().isEmpty() && !byImage(method)) {
      notes.add("there is no kw-status; kwbase node status is used");
    }
  }

  private static boolean byImage(@Nullable KwdbMethod method) {
    return method != null && method.byImage();
  }

  private void checkRoom(KwdbProbe probe) {
    if (probe.usedKib() < 0 || probe.freeBackupKib() < 0) {
      problems.add(
          "it cannot be told whether the backup has room in " + settings.backupDirectory());
    } else if (probe.freeBackupKib() < probe.usedKib() + probe.usedKib() / 10) {
      problems.add(
          "the backup has no room: the data takes "
              + (probe.usedKib() >> 10)
              + " MiB, "
              + settings.backupDirectory()
              + " has "
              + (probe.freeBackupKib() >> 10)
              + " MiB free, and a tenth more than the data is needed; give another"
              + " kwdb.backupDirectory");
    }
  }

  private NodeInspection server(
      KwdbProbe probe, @Nullable KwdbMethod found, String cluster, Release release) {
    Optional<Installation> installation = probe.installation();
    if (installation.isEmpty()) {
      problems.add(
          "there is no readable " + ETC + "/info/MODE: deploy.sh has not installed KWDB there");
    }
    Optional<Version> version = probe.programs();
    if (version.isEmpty()) {
      problems.add(
          node.home()
              + "/bin/kwbase says no version; if an earlier upgrade removed the programs, install"
              + " the old or the new package first");
    }
    installation
        .flatMap(Installation::version)
        .filter(written -> version.isPresent() && !written.equals(version.get()))
        .ifPresent(
            written ->
                problems.add(
                    ETC
                        + "/info/.version says "
                        + written
                        + " and kwbase "
                        + version.get()
                        + "; find out which is true"));
    if (!probe.running()) {
      problems.add("kaiwudb does not run; start it first");
    }
    checkPrevious();
    return new NodeInspection(
        node.name(),
        found,
        installation.map(Installation::topology).orElse(null),
        version.map(Version::text).orElse(null),
        installation.map(Installation::address).orElse(node.host()),
        installation.map(Installation::port).orElse(0),
        installation.map(Installation::user).orElse(""),
        installation
            .map(one -> one.secure() ? "--certs-dir=" + settings.certificates() : "--insecure")
            .orElse(""),
        probe.home(),
        probe.home() + "/.lockkeeper/kwdb/" + cluster + "-" + release.version(),
        installation.map(Installation::dataRoot).orElse(""),
        List.of(),
        null,
        List.copyOf(problems),
        List.copyOf(notes));
  }

  private void checkPrevious() {
    if (settings.previousPackage() == null) {
      notes.add(
          "without kwdb.previousPackage, the old release cannot be installed again by the choice"
              + " restore");
    }
  }

  private NodeInspection container(
      KwdbProbe probe, KwdbMethod method, @Nullable KwdbMethod found, Release release)
      throws SshFailure, InterruptedException {
    String name = settings.container();
    ContainerLook look = new ContainerLook(connection, settings.composeFile());
    ContainerParameters container = null;
    Version version = null;
    ContainerPlan plan = null;
    try {
      container = look.parameters(name);
      version = look.version(name);
      if (!version.text().equals(release.version())) {
        plan = look.plan(container, method, settings.imageOf(release.version()));
      }
    } catch (StepFailed e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    Topology topology = container == null ? null : ContainerLook.topology(container).orElse(null);
    if (container != null && topology == null) {
      problems.add("the container " + name + " runs none of kwbase start, start-single-node …");
    }
    String file =
        release.archive() == null
            ? String.valueOf(release.onNodes())
            : probe.home()
                + "/.lockkeeper/releases/"
                + release.sha256()
                + "/"
                + base(release.archive());
    return new NodeInspection(
        node.name(),
        method == KwdbMethod.DOCKER ? null : found,
        topology,
        version == null ? null : version.text(),
        container == null
            ? node.host()
            : ContainerLook.address(container)
                .or(() -> probe.installation().map(Installation::address))
                .orElse(node.host()),
        container == null ? 0 : ContainerLook.port(container),
        "",
        container == null ? "" : ContainerLook.security(container),
        probe.home(),
        file,
        plan == null ? "" : plan.store(),
        List.of(),
        plan,
        List.copyOf(problems),
        List.copyOf(notes));
  }

  private static String base(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
