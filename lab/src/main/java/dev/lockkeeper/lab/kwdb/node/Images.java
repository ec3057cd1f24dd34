package dev.lockkeeper.lab.kwdb.node;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The images of a host: a directory each, under its name. An archive of an image is a tar with
 * {@code manifest.json} and a {@code bin} directory.
 */
final class Images {
  private static final Pattern TAG = Pattern.compile("\"RepoTags\": *\\[\"([^\"]+)\"");

  private final Path directory;

  Images(Path directory) {
    this.directory = directory;
  }

  /** Unpacks an archive, or standard input if its name is empty, and gives the image's name. */
  String load(String archive) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path unpacked = Files.createTempDirectory(directory, ".loading-");
    String from = archive.isEmpty() ? "-" : archive;
    Process tar =
        new ProcessBuilder("tar", "-xf", from, "-C", unpacked.toString())
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (tar.waitFor() != 0 || !Files.exists(unpacked.resolve("manifest.json"))) {
      Trees.delete(unpacked);
      throw new DockerError("open " + from + ": unexpected EOF", 1);
    }
    Matcher manifest = TAG.matcher(Files.readString(unpacked.resolve("manifest.json")));
    if (!manifest.find()) {
      throw new DockerError("invalid archive: no RepoTags in manifest.json", 1);
    }
    String name = manifest.group(1);
    if (Files.exists(place(name))) {
      Trees.delete(place(name));
    }
    Files.move(unpacked, place(name));
    return name;
  }

  /** Takes an image from the lab's registry. */
  void pull(String name) throws IOException, InterruptedException {
    Path archive = Path.of("/mnt/shared/kwdb/registry", encoded(name) + ".tar");
    if (!Files.exists(archive)) {
      throw new DockerError(
          "Error response from daemon: manifest for "
              + name
              + " not found: manifest unknown: manifest unknown",
          1);
    }
    load(archive.toString());
    System.out.println("Status: Downloaded newer image for " + name);
  }

  void tag(String name, String other) throws IOException {
    // A tag moves to the image that is given it last.
    if (Files.exists(place(other))) {
      Trees.delete(place(other));
    }
    Trees.copy(home(name), place(other));
  }

  void remove(String name) throws IOException {
    Trees.delete(home(name));
    System.out.println("Untagged: " + name);
  }

  List<String> names() throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(
              path ->
                  java.net.URLDecoder.decode(path.getFileName().toString(), StandardCharsets.UTF_8))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** The image's own directory. */
  Path home(String name) {
    if (!Files.isDirectory(place(name))) {
      throw new DockerError("Error: No such image: " + name, 1);
    }
    return place(name);
  }

  Map<String, Object> inspect(String name) {
    home(name);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("Env", List.of("PATH=/usr/local/bin:/usr/bin:/bin"));
    config.put("Cmd", null);
    config.put("Entrypoint", null);
    config.put("Labels", null);
    config.put("WorkingDir", "");
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("Id", "sha256:" + Integer.toHexString(name.hashCode()));
    image.put("RepoTags", List.of(name));
    image.put("Config", config);
    return image;
  }

  private Path place(String name) {
    return directory.resolve(encoded(name));
  }

  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
