package dev.lockkeeper.lab.kwdb;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.host.LocalCommand;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * What all hosts of a cluster share, below {@code kwdb} of the lab's shared directory: scripts, the
 * programs' classes, packages of every release as the vendor lays them out, images, certificates.
 */
final class KwdbFiles {
  private static final List<String> SCRIPTS =
      List.of(
          "build-tool.sh",
          "certificates.sh",
          "cluster.sql",
          "deploy.sh",
          "docker.sh",
          "install.sh",
          "kw-status.sh",
          "kwbase.sh",
          "package-tool.sh",
          "store.sh",
          "systemctl.sh");

  private final Path machine;
  private final String host;

  private KwdbFiles(LabNetwork network) {
    this.machine = network.sharedOnMachine().resolve("kwdb");
    this.host = network.sharedDirectory() + "/kwdb";
  }

  /** Lays everything out, unless an earlier cluster of the network did. */
  static KwdbFiles in(LabNetwork network) {
    KwdbFiles files = new KwdbFiles(network);
    try {
      if (!Files.exists(files.machine.resolve("scripts"))) {
        files.layOut();
      }
      return files;
    } catch (IOException | URISyntaxException e) {
      throw new LabException("Cannot lay out the look-alike of KWDB: " + e.getMessage(), e);
    }
  }

  /** The directory as this machine calls it. */
  Path onMachine() {
    return machine;
  }

  /** The directory as hosts call it. */
  String onHost() {
    return host;
  }

  private void layOut() throws IOException, URISyntaxException {
    for (String directory : List.of("scripts", "lib", "packages", "registry", "certs")) {
      Files.createDirectories(machine.resolve(directory));
    }
    copyLibraries();
    for (String name : SCRIPTS) {
      try (InputStream text = KwdbFiles.class.getResourceAsStream(name)) {
        if (text == null) {
          throw new LabException("The lab's own file " + name + " is missing from its jar.");
        }
        write(machine.resolve("scripts").resolve(name), filled(read(text), ""));
      }
    }
    for (KwdbVersion version : KwdbVersion.values()) {
      pack(version);
    }
  }

  private static String read(InputStream text) throws IOException {
    return new String(text.readAllBytes(), StandardCharsets.UTF_8);
  }

  private String filled(String text, String version) {
    String filled =
        text.replace("@JAVA@", System.getProperty("java.home") + "/bin/java")
            .replace("@LIBRARIES@", host + "/lib:" + host + "/lib/*");
    return version.isEmpty() ? filled : filled.replace("@VERSION@", version);
  }

  /** The programs' own classes, and the jars that hold what they use. */
  private void copyLibraries() throws IOException, URISyntaxException {
    for (Class<?> one : List.of(org.postgresql.Driver.class, org.yaml.snakeyaml.Yaml.class)) {
      Path jar = source(one);
      Files.copy(jar, machine.resolve("lib").resolve(jar.getFileName()));
    }
    Path own = source(KwdbFiles.class);
    String directory = "dev/lockkeeper/lab/kwdb/node";
    Path target = Files.createDirectories(machine.resolve("lib").resolve(directory));
    if (!Files.isDirectory(own)) {
      Files.copy(own, machine.resolve("lib").resolve(own.getFileName()));
      return;
    }
    try (Stream<Path> classes = Files.list(own.resolve(directory))) {
      for (Path file : classes.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private static Path source(Class<?> one) throws URISyntaxException {
    return new File(one.getProtectionDomain().getCodeSource().getLocation().toURI()).toPath();
  }

  /** A release as packages, as an image, and both as the archives that people download. */
  private void pack(KwdbVersion version) throws IOException {
    String number = version.number();
    Path work = Files.createDirectories(machine.resolve("packages").resolve(number));
    String kwbase =
        Files.readString(machine.resolve("scripts/kwbase.sh")).replace("@VERSION@", number);
    Path bin = Files.createDirectories(work.resolve("tree/usr/local/kaiwudb/bin"));
    write(bin.resolve("kwbase"), kwbase);
    Path lib = Files.createDirectories(work.resolve("tree/usr/local/kaiwudb/lib"));
    write(lib.resolve("libcommon.so"), number);
    tar(work.resolve("tree"), work.resolve("kaiwudb-server.deb"), "-z", "usr/local/kaiwudb/bin");
    tar(work.resolve("tree"), work.resolve("kaiwudb-libcommon.deb"), "-z", "usr/local/kaiwudb/lib");
    Path image = Files.createDirectories(work.resolve("image/bin")).getParent();
    write(image.resolve("bin/kwbase"), kwbase);
    write(image.resolve("manifest.json"), "[{\"RepoTags\":[\"" + version.image() + "\"]}]");
    tar(image, work.resolve("KaiwuDB.tar"), "", "manifest.json", "bin");
    Files.copy(
        work.resolve("KaiwuDB.tar"),
        machine
            .resolve("registry")
            .resolve(version.image().replace("/", "%2F").replace(":", "%3A") + ".tar"));
    sources(work, number, kwbase);
    archive(work, "kwdb_install", number, "kaiwudb-server.deb", "kaiwudb-libcommon.deb");
    archive(work, "kwdb_install-container", number, "KaiwuDB.tar");
  }

  /** What the vendor's repository holds, as far as its build needs it here. */
  private void sources(Path work, String number, String kwbase) throws IOException {
    Path top = Files.createDirectories(work.resolve("source/kwdb/kwbase")).getParent();
    write(top.resolve("CMakeLists.txt"), "project(kwdb VERSION " + number + ")\n");
    write(top.resolve("kwbase/kwbase.sh"), kwbase);
    tar(
        work.resolve("source"),
        machine.resolve("packages").resolve("kwdb-src-" + number + ".tar.gz"),
        "-z",
        "kwdb");
  }

  private void archive(Path work, String name, String number, String... packages)
      throws IOException {
    Path install = Files.createDirectories(work.resolve(name).resolve("kwdb_install"));
    Files.createDirectories(install.resolve("packages"));
    for (String file : packages) {
      Files.copy(work.resolve(file), install.resolve("packages").resolve(file));
    }
    write(install.resolve("packages/.version"), number + "\n\n");
    write(install.resolve("deploy.sh"), Files.readString(machine.resolve("scripts/deploy.sh")));
    tar(
        work.resolve(name),
        machine.resolve("packages").resolve(name + "-" + number + ".tar.gz"),
        "-z",
        "kwdb_install");
  }

  private static void tar(Path directory, Path archive, String compression, String... entries) {
    String words = String.join(" ", entries);
    LocalCommand.run(
            "sh",
            "-c",
            "tar " + compression + " --owner=0 --group=0 -cf \"$1\" -C \"$2\" " + words,
            "tar",
            archive.toString(),
            directory.toString())
        .orThrow();
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
