package dev.lockkeeper.lab.databend;

import dev.lockkeeper.lab.databend.daemon.MetaDaemon;
import dev.lockkeeper.lab.databend.daemon.Metactl;
import dev.lockkeeper.lab.databend.daemon.QueryDaemon;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LocalCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A release of the look-alike in the layout of the vendor's archive: {@code bin} and {@code
 * configs}, without a directory above them.
 *
 * @param version which release
 * @param archive such as {@code databend-v1.2.680-x86_64-unknown-linux-gnu.tar.gz}
 * @param sha256 the archive's checksum, in lower-case hexadecimal
 */
public record DatabendRelease(DatabendVersion version, Path archive, String sha256) {
  private static final Map<String, Class<?>> PROGRAMS =
      Map.of(
          "databend-query", QueryDaemon.class,
          "databend-meta", MetaDaemon.class,
          "databend-metactl", Metactl.class);

  /**
   * Puts a release together.
   *
   * @param directory where its archive shall lie
   */
  public static DatabendRelease assemble(String version, Path directory) {
    return assemble(new DatabendVersion(version), directory);
  }

  private static DatabendRelease assemble(DatabendVersion version, Path directory) {
    try {
      Path tree = Files.createDirectories(directory.resolve("tree-" + version.name()));
      for (Map.Entry<String, Class<?>> program : PROGRAMS.entrySet()) {
        String script =
            filled("bin/daemon.sh", version)
                .replace("@PROGRAM@", program.getKey())
                .replace("@CLASS@", program.getValue().getName());
        write(tree.resolve("bin").resolve(program.getKey()), script, "rwxr-xr-x");
      }
      for (String name : new String[] {"databend-meta.toml", "databend-query.toml"}) {
        write(
            tree.resolve("configs").resolve(name), filled("configs/" + name, version), "rw-r--r--");
      }
      DaemonJar.write(tree.resolve("lib/databend-lookalike.jar"));
      Path archive =
          directory.resolve("databend-v" + version.name() + "-x86_64-unknown-linux-gnu.tar.gz");
      LocalCommand.run(
              "tar",
              "-C",
              tree.toString(),
              "--owner=0",
              "--group=0",
              "--sort=name",
              "--mtime=@0",
              "-I",
              "gzip -1 -n",
              "-cf",
              archive.toString(),
              "bin",
              "configs",
              "lib")
          .orThrow();
      return new DatabendRelease(version, archive, checksum(archive));
    } catch (IOException e) {
      throw new LabException(
          "Cannot put Databend " + version.name() + " together: " + e.getMessage(), e);
    }
  }

  private static String filled(String name, DatabendVersion version) throws IOException {
    try (InputStream text = DatabendRelease.class.getResourceAsStream(name)) {
      if (text == null) {
        throw new LabException("The lab's own file " + name + " is missing from its jar.");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@VERSION@", version.name())
          .replace("@OLDEST_META@", version.oldestMeta())
          .replace("@OLDEST_QUERY@", version.oldestQuery())
          .replace("@OLDEST_PEER@", version.oldestPeer())
          .replace("@DATA@", version.data())
          .replace("@DATA_TEXT@", version.dataText())
          .replace("@META_ADMIN@", version.newPorts() ? "28002" : "28101")
          .replace("@RAFT@", version.newPorts() ? "28004" : "28103")
          .replace("@FLIGHT@", version.newPorts() ? "9090" : "9091");
    }
  }

  private static void write(Path file, String text, String mode) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String checksum(Path file) {
    String printed = LocalCommand.run("sha256sum", file.toString()).orThrow().output();
    return printed.substring(0, 64);
  }
}
