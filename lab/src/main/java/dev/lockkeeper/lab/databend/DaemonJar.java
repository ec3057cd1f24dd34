package dev.lockkeeper.lab.databend;

import dev.lockkeeper.lab.databend.daemon.MetaDaemon;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The jar of the look-alike: the lab's own classes of one package, and nothing else. */
final class DaemonJar {
  private static final String PACKAGE = MetaDaemon.class.getPackageName().replace('.', '/');

  private DaemonJar() {}

  /** Writes the jar, always with the same bytes for the same classes. */
  static void write(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    try {
      URI source = MetaDaemon.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path origin = Path.of(source);
      if (Files.isDirectory(origin)) {
        pack(origin.resolve(PACKAGE), jar);
      } else {
        try (FileSystem inside = FileSystems.newFileSystem(origin, Map.of())) {
          pack(inside.getPath(PACKAGE), jar);
        }
      }
    } catch (URISyntaxException e) {
      throw new IOException("Cannot find the lab's own classes: " + e.getMessage(), e);
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(classes)) {
      files = entries.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Path file : files) {
        ZipEntry entry = new ZipEntry(PACKAGE + "/" + file.getFileName());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(Files.readAllBytes(file));
        zip.closeEntry();
      }
    }
  }
}
