package dev.lockkeeper.lab.openmldb;

import dev.lockkeeper.lab.host.LabException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

/** The classes of the look-alike's programs, packed for hosts that have only a JDK. */
final class ProgramArchive {
  private ProgramArchive() {}

  /**
   * A jar of the classes of one package; the same bytes for the same classes.
   *
   * @param main a class of the package
   */
  static byte[] bytes(Class<?> main) {
    String directory = main.getPackageName().replace('.', '/');
    try {
      URI place = main.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path classes = Path.of(place);
      if (Files.isDirectory(classes)) {
        return pack(classes.resolve(directory), directory);
      }
      try (FileSystem jar = FileSystems.newFileSystem(classes, Map.of())) {
        return pack(jar.getPath(directory), directory);
      }
    } catch (IOException | URISyntaxException e) {
      throw new LabException("Cannot pack the look-alike of OpenMLDB: " + e.getMessage(), e);
    }
  }

  private static byte[] pack(Path directory, String name) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(directory)) {
      files = list.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      // Stored, which loads faster than deflated would.
      zip.setLevel(0);
      for (Path file : files) {
        ZipEntry entry = new ZipEntry(name + "/" + file.getFileName());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(Files.readAllBytes(file));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
