package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.KwdbView;
import dev.lockkeeper.workflows.kwdb.NodeInspection;
import dev.lockkeeper.workflows.kwdb.TableMove;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** The files of one export, on their way from the old node's nodelocal to the new one's. */
final class ExportFiles {
  private static final Duration LONG = Duration.ofHours(12);
  private static final String AS_ROOT =
      "as_root() { if [ \"$(id -u)\" = 0 ]; then \"$@\"; else sudo -n \"$@\"; fi; }\n";
  private static final String META = "meta.sql";

  private final SshConnection old;
  private final SshConnection fresh;
  private final NodeInspection oldNode;
  private final NodeInspection freshNode;
  private final long oldId;
  private final long freshId;
  private final String root;
  private final String directory;

  /**
   * @param directory below the nodes' nodelocal, of this run only
   */
  ExportFiles(ClusterAccess from, ClusterAccess to, TableMove move, String directory)
      throws StepFailed, SshFailure, InterruptedException {
    this.old = from.ssh(only(from).target());
    this.fresh = to.ssh(only(to).target());
    this.oldNode = move.old();
    this.freshNode = move.fresh();
    this.oldId = id(from, move.old());
    this.freshId = id(to, move.fresh());
    this.root = move.directory();
    this.directory = directory;
  }

  String exportedTo() {
    return "nodelocal://" + oldId + "/" + directory;
  }

  String importedFrom() {
    return "nodelocal://" + freshId + "/" + directory;
  }

  /** Below the nodes' nodelocal; no other attempt has it. */
  String directory() {
    return directory;
  }

  /** Removes the files from both nodes. */
  void clear() throws StepFailed, SshFailure, InterruptedException {
    ok(old, "as_root rm -rf \"$1\"", place(oldNode));
    ok(fresh, "as_root rm -rf \"$1\"", place(freshNode));
  }

  /** The directory of an import of this table that began and was not seen to succeed. */
  String importing() throws StepFailed, SshFailure, InterruptedException {
    return ok(fresh, "cat \"$1\" 2>/dev/null || true", marker()).strip();
  }

  void beginImport() throws StepFailed, SshFailure, InterruptedException {
    ok(
        fresh,
        "umask 077; mkdir -p \"$(dirname \"$1\")\"; echo \"$2\" > \"$1\"",
        marker(),
        directory);
  }

  void endImport() throws StepFailed, SshFailure, InterruptedException {
    ok(fresh, "rm -f \"$1\"", marker());
  }

  /**
   * Brings every file to the new node, and fixes meta.sql on the way.
   *
   * @return the text of meta.sql; empty if there is none
   */
  String bring(Version from, Pulse pulse) throws StepFailed, SshFailure, InterruptedException {
    List<String> names =
        ok(old, "cd / && as_root sh -c 'cd \"$1\" && find . -type f' find \"$1\"", place(oldNode))
            .lines()
            .map(name -> name.replaceFirst("^\\./", ""))
            .toList();
    String staging = freshNode.home() + "/.lockkeeper/kwdb/import";
    String meta = "";
    for (String name : names) {
      pulse.say("bringing " + directory + "/" + name);
      Path local = fetch(place(oldNode) + "/" + name);
      try {
        if (name.endsWith(META)) {
          meta = MetaFix.fixed(Files.readString(local), from);
          Files.writeString(local, meta);
        }
        fresh.upload(local, staging + "/file", (done, total) -> {});
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        delete(local);
      }
      ok(
          fresh,
          "as_root mkdir -p \"$(dirname \"$1\")\" && as_root mv \"$2\" \"$1\" && as_root chown -R"
              + " --reference=\"$3\" \"$3/extern\"",
          place(freshNode) + "/" + name,
          staging + "/file",
          freshNode.dataRoot());
    }
    return meta;
  }

  /** Line by line, so that nothing is held in memory, however big the file. */
  private Path fetch(String remote) throws StepFailed, SshFailure, InterruptedException {
    try {
      Path local = Files.createTempFile("lockkeeper-export", "");
      try (OutputStream out = Files.newOutputStream(local)) {
        CommandResult result =
            old.follow(
                Command.sh(AS_ROOT + "as_root base64 \"$1\"", remote).within(LONG),
                line -> write(out, line));
        if (!result.succeeded()) {
          throw failed(remote, result);
        }
      }
      return local;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(OutputStream out, String line) {
    try {
      out.write(Base64.getDecoder().decode(line.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String place(NodeInspection node) {
    return node.dataRoot() + "/extern/" + directory;
  }

  private String marker() {
    return freshNode.home()
        + "/.lockkeeper/kwdb/importing/"
        + root
        + "-"
        + directory.substring(directory.lastIndexOf('/') + 1);
  }

  private static KwdbView.Member only(ClusterAccess access) {
    return access.view().members().get(0);
  }

  private static long id(ClusterAccess access, NodeInspection node)
      throws StepFailed, SshFailure, InterruptedException {
    List<NodeStatus> nodes = access.status("");
    return nodes.stream()
        .filter(one -> nodes.size() == 1 || one.hasAddress(node.address()))
        .mapToLong(NodeStatus::id)
        .findFirst()
        .orElseThrow(
            () ->
                new StepFailed(
                    FailureReason.INVALID, node.address() + " is not in the list of nodes"));
  }

  private static String ok(SshConnection node, String script, String... arguments)
      throws StepFailed, SshFailure, InterruptedException {
    CommandResult result = node.run(Command.sh(AS_ROOT + script, arguments));
    if (!result.succeeded() || result.truncated()) {
      throw failed(arguments[0], result);
    }
    return result.output();
  }

  private static StepFailed failed(String what, CommandResult result) {
    return new StepFailed(
        FailureReason.FAILED_COMMAND,
        what + ": " + result.errors().strip() + " (" + result.ending() + ")");
  }
}
