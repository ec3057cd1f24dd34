package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.host.FreeSpace;
import dev.lockkeeper.activities.host.HostSight;
import dev.lockkeeper.workflows.model.HostFacts;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.openmldb.OpenMldbRole;
import dev.lockkeeper.workflows.openmldb.ReleaseFacts;
import dev.lockkeeper.workflows.openmldb.ServerInspection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the probe of a node has brought: what keeps the upgrade from starting, and what
 * somebody should know.
 */
final class Inspection {
  private static final long KIB = 1024;

  /** The default of --zk_session_timeout in OpenMLDB's code. */
  private static final long USUAL_SESSION_MILLIS = 2_000;

  private final Node node;
  private final OpenMldbRole role;
  private final Release release;
  private final ReleaseFacts facts;
  private final ServerProbe probe;
  private final FlagsFile flags;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Inspection(Node node, OpenMldbRole role, Release release, ReleaseFacts facts, ServerProbe probe) {
    this.node = node;
    this.role = role;
    this.release = release;
    this.facts = facts;
    this.probe = probe;
    this.flags =
        role == OpenMldbRole.TASKMANAGER
            ? new FlagsFile(List.of())
            : FlagsFile.parse(probe.text("settings"));
  }

  /** Name of the directory in the home in which the new release lies until the switch. */
  static String stagedName(Release release) {
    return ".lockkeeper-openmldb-" + release.version();
  }

  /** Where the server listens; empty if none does. */
  String address() {
    return probe.processes().stream()
        .filter(process -> !process.place().isEmpty())
        .map(process -> ListeningPlace.read(process.place(), node.host()))
        .findFirst()
        .orElse("");
  }

  /**
   * @param version that the running server says; absent if it does not say
   */
  ServerInspection judge(@Nullable String version) {
    String home = probe.value("home");
    if (home.isEmpty()) {
      problems.add("there is no directory " + node.home() + "; correct the node's home");
      return result(null, node.home());
    }
    checkTools(home);
    checkSettings();
    checkProcesses(home);
    if (!release.version().equals(version)) {
      checkSpace();
      checkStaged(home);
    }
    if (version == null && probe.processes().size() == 1 && problems.isEmpty()) {
      problems.add(
          "the "
              + role.word()
              + " does not say its version at "
              + (address().isEmpty() ? "port " + probe.value("port") : address()));
    }
    return result(version, home);
  }

  private ServerInspection result(@Nullable String version, String home) {
    return new ServerInspection(
        node.name(),
        version,
        endpoint(),
        address(),
        home,
        home + "/" + stagedName(release),
        Duration.ofMillis(number("zk_session_timeout", USUAL_SESSION_MILLIS)),
        problems,
        notes,
        host());
  }

  private @Nullable HostFacts host() {
    HostSight host = probe.host();
    if (host == null) {
      return null;
    }
    List<ServerProbe.Process> processes = probe.processes();
    long port = probe.number("port");
    return host.facts(
        processes.size() == 1 ? processes.get(0).pid() : null,
        port > 0 ? List.of((int) port) : List.of());
  }

  private String endpoint() {
    boolean named = flags.value("use_name").orElse("false").equals("true");
    return named ? probe.value("name") : flags.value("endpoint").orElse("");
  }

  private long number(String flag, long otherwise) {
    return flags
        .value(flag)
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(Long::parseLong)
        .orElse(otherwise);
  }

  private void checkTools(String home) {
    if (!probe.all("missing").isEmpty()) {
      problems.add("the node lacks " + String.join(", ", probe.all("missing")) + "; install it");
    }
    for (String program : probe.all("noProgram")) {
      problems.add(home + " is no installation of OpenMLDB: there is no " + program);
    }
    if (!probe.has("writable")) {
      problems.add(
          "the user "
              + probe.value("user")
              + " may not write to "
              + home
              + " with its bin and conf; let it, or log in as another user");
    }
  }

  private void checkSettings() {
    if (!probe.has("settings")) {
      problems.add("there is no readable " + probe.value("settingsFile"));
    } else if (role.registered() && endpoint().isEmpty()) {
      problems.add(
          probe.value("settingsFile")
              + " has no --endpoint, nor --use_name with a data/name.txt; what the cluster calls"
              + " this server is unknown");
    }
  }

  private void checkProcesses(String home) {
    List<ServerProbe.Process> processes = probe.processes();
    if (processes.isEmpty()) {
      problems.add(
          "no "
              + role.word()
              + " runs from "
              + home
              + "; start it, because only a healthy cluster is upgraded");
      return;
    }
    if (processes.size() > 1) {
      problems.add(
          processes.size()
              + " processes of "
              + role.word()
              + " run from "
              + home
              + ": "
              + String.join(", ", processes.stream().map(ServerProbe.Process::pid).toList())
              + "; stop all but one");
      return;
    }
    ServerProbe.Process process = processes.get(0);
    if (!process.owner().equals(probe.value("user"))) {
      problems.add(
          "the server runs as user "
              + process.owner()
              + ", but the login is "
              + probe.value("user")
              + "; log in as the server's user");
    }
    String named = probe.value("pidFile").strip();
    if (!named.equals(process.pid()) && !named.equals(process.parent())) {
      notes.add(
          "the vendor's pid file bin/"
              + role.word()
              + ".pid names "
              + (named.isEmpty() ? "no process" : named)
              + " instead of the server "
              + process.pid()
              + "; the vendor's stop would "
              + (named.isEmpty() ? "do nothing and report success" : "stop something else")
              + ". Lockkeeper goes by the process itself");
    }
  }

  /** The archive goes to the login directory, its files to the home, and bin is copied there. */
  private void checkSpace() {
    boolean staged = probe.value("staged").equals(release.sha256());
    long archive = release.archive() == null ? 0 : facts.bytes() / KIB;
    long unpacked = facts.unpackedBytes() / KIB * (staged ? 1 : 2);
    boolean together = !probe.value("sameDisk").isEmpty();
    need("the home", probe.number("free"), together ? archive + unpacked : unpacked);
    if (!together) {
      need("the login directory", probe.number("freeHome"), archive);
    }
  }

  private void need(String place, long freeKib, long neededKib) {
    new FreeSpace(place, freeKib, neededKib).problem().ifPresent(problems::add);
  }

  private void checkStaged(String home) {
    String staged = probe.value("staged");
    if (!staged.isEmpty() && !staged.equals(release.sha256())) {
      problems.add(
          home
              + "/"
              + stagedName(release)
              + " is there already and was not unpacked from this archive; move it away");
    }
  }
}
