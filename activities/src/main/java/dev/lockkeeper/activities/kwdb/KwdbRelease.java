package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.release.ReleaseArchive;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.NodeSum;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.ImageSource;
import dev.lockkeeper.workflows.kwdb.KwdbMethod;
import dev.lockkeeper.workflows.kwdb.ReleaseFacts;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the vendor delivers: an archive with deploy.sh, or the tar of an image. */
final class KwdbRelease {
  private static final String SUM = NodeSum.FUNCTION + "sum_of \"$1\" && echo \"$sum\"";
  private static final Duration SUM_LIMIT = Duration.ofMinutes(20);

  /** The file that makes a directory KWDB's sources. */
  static final String SOURCE_PROOF = "CMakeLists.txt";

  /** The top directory of the vendor's archives; older ones are called kaiwudb_install. */
  private static final String TOP = "kwdb_install";

  private final SshConnection node;

  KwdbRelease(SshConnection node) {
    this.node = node;
  }

  static ReleaseFacts examine(Release release, KwdbMethod method, ImageSource imageFrom)
      throws StepFailed {
    boolean image = method.byImage();
    if (release.archive() == null || (image && imageFrom == ImageSource.REGISTRY)) {
      // Nothing can be read here; each node checks its own copy.
      return new ReleaseFacts(image ? "" : TOP, 0, 0);
    }
    if (image) {
      return examineImage(release.archive());
    }
    ReleaseArchive archive = ReleaseArchive.open(Path.of(release.archive()), release.sha256());
    if (method == KwdbMethod.SOURCE && archive.entries().contains(SOURCE_PROOF)) {
      return facts(archive);
    }
    if (method != KwdbMethod.SOURCE
        && archive.entries().contains("packages/.version")
        && archive.entries().contains("deploy.sh")) {
      return facts(archive);
    }
    throw new StepFailed(
        FailureReason.INVALID,
        "the release archive "
            + release.archive()
            + (method == KwdbMethod.SOURCE
                ? " holds no sources of KWDB: there is no CMakeLists.txt in its top directory"
                : " is no package of KWDB: it has no deploy.sh and packages/.version in one"
                    + " directory"));
  }

  private static ReleaseFacts facts(ReleaseArchive archive) {
    return new ReleaseFacts(archive.directory(), archive.bytes(), archive.unpackedBytes());
  }

  /** Its checksum is compared on the node, where it arrives or lies. */
  private static ReleaseFacts examineImage(String archive) throws StepFailed {
    try {
      return new ReleaseFacts("", Files.size(Path.of(archive)), 0);
    } catch (IOException e) {
      throw new StepFailed(
          FailureReason.INVALID,
          "the image "
              + archive
              + " is not a readable file on the worker; correct release.archive");
    }
  }

  /** Brings the tar of an image to the node, or looks at the one that is there. */
  String bringImage(Release release, String place, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    if (release.archive() != null) {
      node.upload(
          Path.of(release.archive()),
          place,
          (done, total) -> pulse.say("sent " + (done >> 20) + " of " + (total >> 20) + " MiB"));
    }
    CommandResult result = node.run(Command.sh(SUM, place).within(SUM_LIMIT));
    String sum = result.output().strip();
    if (!result.succeeded() || !sum.equals(release.sha256())) {
      throw new StepFailed(
          FailureReason.INVALID,
          place
              + " on the node "
              + (result.succeeded() ? "has the SHA-256 sum " + sum : "cannot be read")
              + ", but the request says "
              + release.sha256());
    }
    return place;
  }

  static void makeParent(SshConnection node, String path)
      throws SshFailure, StepFailed, InterruptedException {
    CommandResult made = node.run(Command.sh("umask 077; mkdir -p \"$(dirname \"$1\")\"", path));
    if (!made.succeeded()) {
      throw new StepFailed(
          FailureReason.FAILED_COMMAND, made.errors().strip() + " (making " + path + ")");
    }
  }
}
