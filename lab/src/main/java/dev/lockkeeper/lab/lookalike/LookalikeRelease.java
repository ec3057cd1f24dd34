package dev.lockkeeper.lab.lookalike;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LocalCommand;
import dev.lockkeeper.lab.lookalike.server.LookalikeServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A release of the look-alike as its vendor would ship it.
 *
 * @param version its version, which is also that of its archive's name
 * @param archive {@code lookalike-<version>.tgz} on this machine
 * @param sha256 the archive's checksum, in lower-case hexadecimal
 */
public record LookalikeRelease(String version, Path archive, String sha256) {

  private static final String PACKAGE =
      LookalikeServer.class.getPackageName().replace('.', '/') + "/";

  /**
   * Puts a release together.
   *
   * @param version any version; the server is the same
   * @param directory where the archive is written
   */
  public static LookalikeRelease assemble(String version, Path directory) {
    String name = "lookalike-" + version;
    try {
      Path home = Files.createDirectories(directory.resolve(name));
      copy("bin/lookalike", home, "rwxr-xr-x");
      copy("conf/lookalike.conf.template", home, "rw-r--r--");
      Files.writeString(home.resolve("VERSION"), version + "\n");
      Files.createDirectories(home.resolve("lib"));
      writeJar(home.resolve("lib/lookalike.jar"));
      Path archive = directory.resolve(name + ".tgz");
      LocalCommand.run(
              "tar",
              "-C",
              directory.toString(),
              "--owner=0",
              "--group=0",
              "-I",
              "gzip -1 -n",
              "-cf",
              archive.toString(),
              name)
          .orThrow();
      return new LookalikeRelease(version, archive, sha256(archive));
    } catch (IOException e) {
      throw new LabException("Cannot put " + name + " together: " + e.getMessage(), e);
    }
  }

  private static void copy(String file, Path home, String mode) throws IOException {
    Path target = home.resolve(file);
    Files.createDirectories(target.getParent());
    try (InputStream text = LookalikeRelease.class.getResourceAsStream("release/" + file)) {
      if (text == null) {
        throw new LabException("The lab's own file " + file + " is missing from its jar.");
      }
      Files.write(target, text.readAllBytes());
    }
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
  }

  /** A jar of the server's classes, taken from where the lab's own classes come from. */
  private static void writeJar(Path file) throws IOException {
    Path source = classes();
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      if (Files.isDirectory(source)) {
        addAll(jar, source.resolve(PACKAGE));
      } else {
        try (FileSystem packed = FileSystems.newFileSystem(source)) {
          addAll(jar, packed.getPath(PACKAGE));
        }
      }
    }
  }

  private static Path classes() {
    try {
      URI place = LookalikeServer.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(place);
    } catch (URISyntaxException e) {
      throw new LabException("The lab's classes lie at no readable place: " + e.getMessage(), e);
    }
  }

  private static void addAll(JarOutputStream jar, Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    for (Path file : files) {
      jar.putNextEntry(new JarEntry(PACKAGE + file.getFileName()));
      jar.write(Files.readAllBytes(file));
      jar.closeEntry();
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
