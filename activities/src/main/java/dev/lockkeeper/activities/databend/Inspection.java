package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.host.FreeSpace;
import dev.lockkeeper.activities.host.HostSight;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.databend.DataVersion;
import dev.lockkeeper.workflows.databend.DatabendRole;
import dev.lockkeeper.workflows.databend.DatabendVersion;
import dev.lockkeeper.workflows.databend.MetaBinary;
import dev.lockkeeper.workflows.databend.NodeInspection;
import dev.lockkeeper.workflows.databend.QueryBinary;
import dev.lockkeeper.workflows.databend.ReleaseFacts;
import dev.lockkeeper.workflows.model.HostFacts;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a node and judges what was found: what keeps the upgrade from starting, and what
 * somebody should know.
 */
final class Inspection {
  private static final long KIB = 1024;

  private final SshConnection connection;
  private final Target target;
  private final Node node;
  private final DatabendRole role;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private @Nullable HostFacts host;
  private @Nullable Daemon daemon;
  private @Nullable QueryBinary query;
  private @Nullable MetaBinary meta;
  private @Nullable DataVersion onDisk;

  Inspection(SshConnection connection, Target target, DatabendRole role) {
    this.connection = connection;
    this.target = target;
    this.node = target.node();
    this.role = role;
  }

  NodeInspection look(Release release, ReleaseFacts facts)
      throws SshFailure, StepFailed, InterruptedException {
    String directory = "databend-" + DatabendVersion.of(release.version());
    NodeProbe probe = NodeProbe.inspect(connection, node, role, directory);
    host = hostOf(probe, null);
    String home = probe.value("home");
    String newHome = probe.value("parent") + "/" + directory;
    if (home.isEmpty()) {
      problems.add("there is no directory " + node.home() + "; correct the node's home");
      return result(node.home(), newHome);
    }
    List<ProcessLine> ours =
        probe.processes().stream().filter(process -> !process.place().equals("elsewhere")).toList();
    checkHome(probe);
    if (ours.size() != 1 || !ours.get(0).place().equals(newHome)) {
      checkSpace(probe, release, facts);
      String staged = probe.value("staged");
      if (!staged.isEmpty() && !staged.equals(release.sha256())) {
        problems.add(
            newHome + " is there already and was not unpacked from this archive; move it away");
      }
    }
    if (ours.size() == 1) {
      judge(ours.get(0), probe);
      host = hostOf(probe, Long.toString(ours.get(0).pid()));
    } else {
      blameCount(home, ours, probe.processes());
    }
    boolean movedOn = ours.size() == 1 && !List.of(home, newHome).contains(ours.get(0).place());
    return result(movedOn ? ours.get(0).place() : home, newHome);
  }

  private NodeInspection result(String home, String newHome) {
    return new NodeInspection(
        node.name(), daemon, query, meta, onDisk, home, newHome, problems, notes, host);
  }

  private @Nullable HostFacts hostOf(NodeProbe probe, @Nullable String pid) {
    HostSight sight = probe.host();
    return sight == null ? null : sight.facts(pid, ports);
  }

  private void checkHome(NodeProbe probe) {
    String user = probe.value("user");
    if (!probe.missing().isEmpty()) {
      problems.add("the node lacks " + String.join(", ", probe.missing()) + "; install it");
    }
    if (!probe.value("noProgram").isEmpty()) {
      problems.add(
          probe.value("home")
              + " is not a release of Databend: there is no "
              + probe.value("noProgram"));
    }
    if (!probe.value("fixedLink").isEmpty()) {
      problems.add(
          "the user %s may not write to the directory of the link %s, which shall lead to the new release; let it, or give the directory itself as home"
              .formatted(user, probe.value("fixedLink")));
    }
    if (probe.value("writable").isEmpty()) {
      problems.add(
          "the user %s may not write to %s, where the new release shall lie beside the old one; let it, or log in as another user"
              .formatted(user, probe.value("parent")));
    }
  }

  /** The archive goes to the login directory, its files beside the old release. */
  private void checkSpace(NodeProbe probe, Release release, ReleaseFacts facts) {
    long archive = release.archive() == null ? 0 : facts.bytes() / KIB;
    long unpacked =
        probe.value("staged").equals(release.sha256()) ? 0 : facts.unpackedBytes() / KIB;
    boolean together = !probe.value("sameDisk").isEmpty();
    need(probe.value("parent"), probe.number("free"), together ? archive + unpacked : unpacked);
    if (!together) {
      need("the login directory", probe.number("freeHome"), archive);
    }
  }

  private void need(String place, long freeKib, long neededKib) {
    new FreeSpace(place, freeKib, neededKib).problem().ifPresent(problems::add);
  }

  private void blameCount(String home, List<ProcessLine> ours, List<ProcessLine> all) {
    if (ours.isEmpty()) {
      problems.add(
          "no "
              + role.program()
              + " runs from "
              + home
              + (all.isEmpty()
                  ? "; start it, because only a healthy cluster is upgraded"
                  : ", but "
                      + all.stream()
                          .map(process -> "process " + process.pid() + " from " + process.program())
                          .toList()
                      + "; correct the node's home"));
    } else {
      problems.add(
          ours.size()
              + " processes of "
              + role.program()
              + " run from "
              + home
              + ": "
              + ours.stream()
                  .map(process -> process.pid() + " with " + process.configuration())
                  .toList()
              + "; give each an installation of its own");
    }
  }

  private void judge(ProcessLine process, NodeProbe probe)
      throws SshFailure, StepFailed, InterruptedException {
    String user = probe.value("user");
    if (!process.owner().equals(user) && !user.equals("root")) {
      problems.add(
          "the daemon runs as user %s, but the login is %s; log in as the daemon's user"
              .formatted(process.owner(), user));
    }
    UnitRules.judge(process, probe, problems, notes);
    String toml = "toml." + process.pid();
    if (process.configuration().isEmpty() || probe.value(toml).isEmpty()) {
      problems.add(
          process.configuration().isEmpty()
              ? "process " + process.pid() + " was started without -c; give it a configuration file"
              : "the configuration " + process.configuration() + " cannot be read");
      return;
    }
    try {
      if (role == DatabendRole.QUERY) {
        query = VersionAnswer.query(probe.decoded("says." + process.pid()));
        judgeQuery(process, QueryConfiguration.parse(probe.decoded(toml)));
      } else {
        meta = VersionAnswer.meta(probe.decoded("says." + process.pid()));
        judgeMeta(process, MetaConfiguration.parse(probe.decoded(toml)));
      }
    } catch (Unreadable e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private void judgeQuery(ProcessLine process, QueryConfiguration configuration) {
    ports.add(configuration.admin().port());
    ports.add(configuration.http().port());
    if (configuration.cluster().isEmpty()) {
      notes.add(
          "query.cluster_id is not set: since 1.2.684 nodes of different releases do not see each other during the upgrade");
    }
    daemon =
        new Daemon(
            role,
            target,
            process.configuration(),
            configuration.logDirectory(),
            local(configuration.admin()),
            local(configuration.http()),
            configuration.tenant() + "/" + configuration.cluster(),
            -1,
            unit(process));
  }

  private void judgeMeta(ProcessLine process, MetaConfiguration configuration)
      throws SshFailure, StepFailed, InterruptedException, Unreadable {
    ports.add(configuration.admin().port());
    ports.add(configuration.grpc().port());
    if (!configuration.single() && configuration.join().isEmpty()) {
      problems.add(
          process.configuration()
              + " says neither single nor join, so the daemon was told on its command line; write it into the file, it is needed at each start");
    }
    daemon =
        new Daemon(
            role,
            target,
            process.configuration(),
            configuration.logDirectory(),
            local(configuration.admin()),
            local(configuration.grpc()),
            "",
            configuration.id(),
            unit(process));
    NodeProbe data =
        NodeProbe.data(connection, node, configuration.raftDirectory(), process.directory());
    if (data.value("there").isEmpty()) {
      problems.add("there is no raft_dir " + configuration.raftDirectory());
      return;
    }
    MetaBinary binary = meta;
    if (!data.value("version").isEmpty()) {
      DataOnDisk seen = DataOnDisk.parse(data.decoded("version"));
      onDisk = seen.version();
      if (seen.converting()) {
        problems.add(
            "a conversion of the data in " + configuration.raftDirectory() + " has not ended");
      }
    } else if (binary != null) {
      // Before 1.2.655 only the daemon can read it; what runs has converted it at its start.
      onDisk = binary.working();
    }
    if (data.number("free") >= 0 && data.number("free") < data.number("size")) {
      notes.add(
          "%s has %d MiB of data and %d MiB free: too little if the data has to be converted"
              .formatted(
                  configuration.raftDirectory(),
                  data.number("size") / KIB,
                  data.number("free") / KIB));
    }
  }

  private static @Nullable String unit(ProcessLine process) {
    return process.unit().isEmpty() ? null : process.unit();
  }

  /** As the node itself reaches it. */
  private static String local(NodeAddress address) {
    boolean any = address.host().equals("0.0.0.0") || address.host().equals("[::]");
    return (any ? "127.0.0.1" : address.host()) + ":" + address.port();
  }
}
