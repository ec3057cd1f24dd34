package dev.lockkeeper.lab.openmldb;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LocalCommand;
import dev.lockkeeper.lab.openmldb.program.OpenMldb;
import dev.lockkeeper.lab.openmldb.taskmanager.TaskManagerServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A release of the look-alike in the layout of the vendor's archives: {@code
 * openmldb-<version>-linux} with {@code bin}, {@code conf}, {@code udf} and {@code taskmanager}.
 *
 * @param version which release it imitates
 * @param pace how long things take in it
 * @param archive {@code openmldb-<version>-linux.tar.gz}
 * @param sha256 the archive's checksum, in lower-case hexadecimal
 */
public record OpenMldbRelease(OpenMldbVersion version, Pace pace, Path archive, String sha256) {

  /** The name of the archive's only top directory. */
  public static String directory(OpenMldbVersion version) {
    return "openmldb-" + version.number() + "-linux";
  }

  /**
   * Writes the archive.
   *
   * @param place an existing directory, which gets the archive and the unpacked release
   */
  public static OpenMldbRelease write(OpenMldbVersion version, Pace pace, Path place) {
    Path home = place.resolve(directory(version));
    Path archive = place.resolve(directory(version) + ".tar.gz");
    try {
      Files.createDirectories(home.resolve("udf"));
      program(home.resolve("bin/openmldb"), binary(version));
      script(home, "start.sh", version.startScript(), pace);
      for (String name : version.morePrograms()) {
        script(home, name, List.of(name), pace);
      }
      taskManager(home.resolve("taskmanager"), version);
      Files.createDirectories(home.resolve("conf"));
      for (OpenMldbNode.Role role : OpenMldbNode.Role.values()) {
        Files.write(home.resolve(version.shippedFlags(role)), resource(role.settings()));
      }
      LocalCommand.run(
              "tar",
              "-C",
              place.toString(),
              "--owner=0",
              "--group=0",
              "-czf",
              archive.toString(),
              directory(version))
          .orThrow();
      return new OpenMldbRelease(version, pace, archive, digest(archive));
    } catch (IOException e) {
      throw new LabException(
          "Cannot write OpenMLDB " + version.number() + " to " + place + ": " + e.getMessage(), e);
    }
  }

  private static byte[] binary(OpenMldbVersion version) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String head = text("bin/openmldb").replace("@VERSION@", version.number());
    bytes.write(head.getBytes(StandardCharsets.UTF_8));
    bytes.write(ProgramArchive.bytes(OpenMldb.class));
    return bytes.toByteArray();
  }

  private static void taskManager(Path directory, OpenMldbVersion version) throws IOException {
    Files.createDirectories(directory.resolve("conf"));
    Files.createDirectories(directory.resolve("lib"));
    Files.write(
        directory.resolve("lib/openmldb-taskmanager.jar"),
        ProgramArchive.bytes(TaskManagerServer.class));
    program(
        directory.resolve("bin/taskmanager.sh"),
        text("taskmanager.sh")
            .replace("@VERSION@", version.number())
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void script(Path home, String name, List<String> sources, Pace pace)
      throws IOException {
    StringBuilder whole = new StringBuilder();
    for (String source : sources) {
      whole.append(text("bin/" + source));
    }
    String text = whole.toString();
    for (Map.Entry<String, String> placeholder : pace.placeholders().entrySet()) {
      text = text.replace(placeholder.getKey(), placeholder.getValue());
    }
    program(home.resolve("bin").resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private static void program(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The shipped settings file of a role. */
  static String settings(OpenMldbNode.Role role) {
    try {
      return text(role.settings());
    } catch (IOException e) {
      throw new LabException("Cannot read the lab's own settings file: " + e.getMessage(), e);
    }
  }

  private static String text(String name) throws IOException {
    return new String(resource(name), StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream content = OpenMldbRelease.class.getResourceAsStream(name)) {
      if (content == null) {
        throw new LabException("The lab's own file " + name + " is missing from its jar.");
      }
      return content.readAllBytes();
    }
  }

  private static String digest(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
