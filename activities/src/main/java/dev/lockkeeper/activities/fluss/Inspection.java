package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.activities.host.FreeSpace;
import dev.lockkeeper.activities.host.HostSight;
import dev.lockkeeper.workflows.fluss.FlussCompatibility;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.NodeInspection;
import dev.lockkeeper.workflows.fluss.ReleaseFacts;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Release;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the probe of a node has brought: what keeps the upgrade from starting, and what
 * somebody should know.
 */
final class Inspection {
  private static final long KIB = 1024;

  private final Node node;
  private final FlussRole role;
  private final Release release;
  private final ReleaseFacts facts;
  private final NodeProbe probe;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Inspection(
      Node node, FlussRole role, Release release, ReleaseFacts facts, NodeProbe probe) {
    this.node = node;
    this.role = role;
    this.release = release;
    this.facts = facts;
    this.probe = probe;
  }

  static NodeInspection judge(
      Node node, FlussRole role, Release release, ReleaseFacts facts, NodeProbe probe) {
    return new Inspection(node, role, release, facts, probe).judge();
  }

  private NodeInspection judge() {
    String home = probe.value("home");
    String newHome = probe.value("parent") + "/" + facts.directory();
    if (home.isEmpty()) {
      problems.add("there is no directory " + node.home() + "; correct the node's home");
      return result(null, node.home(), newHome);
    }
    List<ProcessLine> ours =
        probe.processes().stream()
            .filter(process -> process.home().equals(home) || process.home().equals(newHome))
            .toList();
    boolean upgraded = ours.size() == 1 && ours.get(0).home().equals(newHome);
    checkTools(home);
    if (!upgraded) {
      checkSpace();
      checkStaged(newHome);
    }
    checkProcesses(home, ours);
    if (ours.size() != 1) {
      return result(null, home, newHome);
    }
    ProcessLine process = ours.get(0);
    checkProcess(process, home);
    return result(process, home, newHome);
  }

  private NodeInspection result(@Nullable ProcessLine process, String home, String newHome) {
    HostSight host = probe.host();
    return new NodeInspection(
        node.name(),
        process == null ? null : probe.server(process),
        home,
        newHome,
        problems,
        notes,
        host == null
            ? null
            : process == null
                ? host.facts(null, List.of())
                : host.facts(Long.toString(process.pid()), probe.yaml(process).ports(role)));
  }

  private void checkTools(String home) {
    if (!probe.missing().isEmpty()) {
      problems.add("the node lacks " + String.join(", ", probe.missing()) + "; install it");
    }
    if (!probe.value("noScript").isEmpty()) {
      problems.add(
          home
              + " is not a Fluss release with a "
              + role.word()
              + ": there is no "
              + probe.value("noScript"));
    }
    if (!probe.value("fixedLink").isEmpty()) {
      problems.add(
          "the user "
              + probe.value("user")
              + " may not write to the directory of the link "
              + probe.value("fixedLink")
              + ", which shall lead to the new release; let it, or give the directory itself as home");
    }
    if (!probe.values().containsKey("writable")) {
      problems.add(
          "the user "
              + probe.value("user")
              + " may not write to "
              + probe.value("parent")
              + ", where the new release shall lie beside the old one; let it, or log in as another user");
    }
  }

  /**
   * The archive goes to the login directory, its files beside the old release; both may share a
   * file system.
   */
  private void checkSpace() {
    boolean staged = probe.value("staged").equals(release.sha256());
    long archive = release.archive() == null ? 0 : facts.bytes() / KIB;
    long unpacked = staged ? 0 : facts.unpackedBytes() / KIB;
    boolean together = !probe.value("sameDisk").isEmpty();
    need(probe.value("parent"), probe.number("free"), together ? archive + unpacked : unpacked);
    if (!together) {
      need("the login directory", probe.number("freeHome"), archive);
    }
  }

  private void need(String place, long freeKib, long neededKib) {
    new FreeSpace(place, freeKib, neededKib).problem().ifPresent(problems::add);
  }

  private void checkStaged(String newHome) {
    String staged = probe.value("staged");
    if (!staged.isEmpty() && !staged.equals(release.sha256())) {
      problems.add(
          newHome + " is there already and was not unpacked from this archive; move it away");
    }
  }

  private void checkProcesses(String home, List<ProcessLine> ours) {
    List<String> elsewhere =
        probe.processes().stream()
            .filter(process -> !ours.contains(process))
            .map(process -> process.pid() + " from " + process.home())
            .toList();
    if (ours.isEmpty()) {
      problems.add(
          "no "
              + role.word()
              + " runs from "
              + home
              + (elsewhere.isEmpty()
                  ? "; start it, because only a healthy cluster is upgraded"
                  : ", but process " + String.join(", ", elsewhere) + "; correct the node's home"));
    } else if (ours.size() > 1) {
      problems.add(
          ours.size()
              + " processes of "
              + role.word()
              + " run from "
              + home
              + ": "
              + String.join(
                  ", ", ours.stream().map(process -> Long.toString(process.pid())).toList())
              + "; stop all but one (the vendor's start script starts another one although it warns)");
    } else if (!elsewhere.isEmpty()) {
      notes.add(
          "another "
              + role.word()
              + " runs on the host and is left alone: process "
              + String.join(", ", elsewhere));
    }
  }

  private void checkProcess(ProcessLine process, String home) {
    if (!process.owner().equals(probe.value("user"))) {
      problems.add(
          "the server runs as user "
              + process.owner()
              + ", but the login is "
              + probe.value("user")
              + "; log in as the server's user");
    }
    int java = process.javaFeature();
    int needed = FlussCompatibility.oldestJava(release.parsedVersion());
    if (java == 0) {
      problems.add(
          "the version of the server's Java could not be read: \"" + process.java() + "\"");
    } else if (java < needed) {
      problems.add(
          "the server runs on Java "
              + java
              + ", but "
              + release.version()
              + " needs Java "
              + needed);
    }
    if (probe.value("yaml." + process.pid()).isEmpty()) {
      problems.add(
          "the server's configuration " + process.configuration() + "/server.yaml cannot be read");
    } else if (role == FlussRole.TABLET_SERVER && probe.yaml(process).tabletServerId() == null) {
      problems.add("tablet-server.id is missing in " + process.configuration() + "/server.yaml");
    }
    List<String> pids =
        Arrays.stream(probe.value("pids." + process.pid()).split(" "))
            .filter(word -> !word.isEmpty())
            .toList();
    if (!pids.equals(List.of(Long.toString(process.pid())))) {
      notes.add(
          "the vendor's pid file "
              + process.pidFile()
              + " names "
              + (pids.isEmpty() ? "no process" : String.join(", ", pids))
              + " instead of the server "
              + process.pid()
              + "; the vendor's stop script would "
              + (pids.isEmpty() ? "do nothing and report success" : "stop something else")
              + ". Lockkeeper goes by the process itself");
    }
  }
}
