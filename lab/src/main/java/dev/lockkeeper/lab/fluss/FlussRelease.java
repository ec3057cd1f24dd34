package dev.lockkeeper.lab.fluss;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LocalCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A release of Fluss in the layout of the vendor's: the real server's jars from Maven Central with
 * control scripts of the lab, because the vendor's are in none of those jars.
 *
 * @param version which release
 * @param home the unpacked release, to be read only
 * @param archive the same as {@code fluss-<version>-bin.tgz}
 * @param sha256 the archive's checksum, in lower-case hexadecimal
 */
public record FlussRelease(FlussVersion version, Path home, Path archive, String sha256) {

  private static final List<String> SCRIPTS =
      List.of(
          "config.sh",
          "coordinator-server.sh",
          "fluss-console.sh",
          "fluss-daemon.sh",
          "tablet-server.sh");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /**
   * Puts the release together, or finds it in the user's cache; the first time takes Maven some
   * seconds and 90 MB.
   *
   * @throws LabException if Maven is missing or cannot get the jars
   */
  public static FlussRelease assemble(FlussVersion version) {
    return assemble(version, ReleaseCache.ofUser());
  }

  static FlussRelease assemble(FlussVersion version, ReleaseCache cache) {
    try {
      Map<String, String> files = ownFiles(version);
      Path jars = cache.entry("jars-" + version.number(), directory -> fetch(version, directory));
      String name = "fluss-" + version.number();
      Path entry =
          cache.entry(
              name + "-" + digest(files.toString()).substring(0, 8),
              directory -> pack(name, jars, files, directory));
      return new FlussRelease(
          version,
          entry.resolve(name),
          entry.resolve(name + "-bin.tgz"),
          Files.readString(entry.resolve(name + "-bin.tgz.sha256")).substring(0, 64));
    } catch (IOException e) {
      throw new LabException(
          "Cannot put Fluss " + version.number() + " together: " + e.getMessage(), e);
    }
  }

  /** The class path of a client of this version, with a logging backend. */
  public static List<Path> clientJars(FlussVersion version) {
    String log4j = version.log4j();
    Path directory =
        ReleaseCache.ofUser()
            .entry(
                "client-" + version.number(),
                place ->
                    MavenJars.copy(
                        List.of(
                            version.group() + ":fluss-client:" + version.number(),
                            "org.apache.logging.log4j:log4j-api:" + log4j,
                            "org.apache.logging.log4j:log4j-core:" + log4j,
                            "org.apache.logging.log4j:log4j-slf4j-impl:" + log4j),
                        place));
    try (var entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new LabException("Cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Writes the lab's scripts and configuration files for a version into a release's directory. */
  static void writeOwnFiles(FlussVersion version, Path home) throws IOException {
    writeOwnFiles(ownFiles(version), home);
  }

  private static void fetch(FlussVersion version, Path directory) throws IOException {
    String log4j = version.log4j();
    MavenJars.copy(
        List.of(
            version.group() + ":fluss-server:" + version.number(),
            "org.apache.logging.log4j:log4j-api:" + log4j,
            "org.apache.logging.log4j:log4j-core:" + log4j,
            "org.apache.logging.log4j:log4j-slf4j-impl:" + log4j,
            "org.apache.logging.log4j:log4j-1.2-api:" + log4j),
        directory);
  }

  private static void pack(String name, Path jars, Map<String, String> files, Path directory)
      throws IOException {
    Path home = directory.resolve(name);
    Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("plugins"));
    try (var entries = Files.list(jars)) {
      for (Path jar : entries.toList()) {
        // A second name for the same file: both lie in the cache.
        Files.createLink(home.resolve("lib").resolve(jar.getFileName()), jar);
      }
    }
    writeOwnFiles(files, home);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path archive = directory.resolve(name + "-bin.tgz");
    LocalCommand.run(
            LIMIT,
            List.of(
                "tar",
                "-C",
                directory.toString(),
                "--owner=0",
                "--group=0",
                "--hard-dereference",
                "-I",
                "gzip -1 -n",
                "-cf",
                archive.toString(),
                name))
        .orThrow();
    Files.writeString(
        directory.resolve(name + "-bin.tgz.sha256"),
        digest(archive) + "  " + archive.getFileName() + "\n");
  }

  private static void writeOwnFiles(Map<String, String> files, Path home) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path target = home.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.writeString(target, file.getValue());
      String mode = file.getKey().startsWith("bin/") ? "rwxr-xr-x" : "rw-r--r--";
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
    }
  }

  /** Path below the home, text. */
  private static Map<String, String> ownFiles(FlussVersion version) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (String script : SCRIPTS) {
      files.put(
          "bin/" + script,
          resource("bin/" + script)
              .replace("@VERSION@", version.number())
              .replace("@PACKAGE@", version.group())
              .replace("@STOP_SECONDS@", Integer.toString(version.stopSeconds()))
              .replace("@LOG4J_OPTIONS@", version.log4jOptions()));
    }
    files.put("conf/log4j.properties", resource("conf/log4j.properties"));
    files.put("conf/server.yaml", resource("conf/" + version.serverYaml()));
    return files;
  }

  private static String resource(String name) throws IOException {
    try (InputStream text = FlussRelease.class.getResourceAsStream(name)) {
      if (text == null) {
        throw new LabException("The lab's own file " + name + " is missing from its jar.");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String digest(String text) {
    return HexFormat.of().formatHex(sha256Digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = sha256Digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
