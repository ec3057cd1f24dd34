package dev.lockkeeper.worker.configuration;

import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The user's file.
 *
 * @param lockkeeper what is under {@code lockkeeper}
 * @param framework settings of Micronaut in the same file, such as log levels
 */
record ConfigurationFile(Section lockkeeper, Map<String, Object> framework) {

  static ConfigurationFile absent(Mistakes mistakes) {
    return new ConfigurationFile(
        Section.of("(no file)", "lockkeeper", null, mistakes), new HashMap<>());
  }

  /** Reads the file. What cannot be read is reported and taken as absent. */
  static ConfigurationFile read(Path path, Mistakes mistakes) {
    String text = text(path, mistakes);
    if (text == null) {
      return absent(mistakes);
    }
    String name = String.valueOf(path.getFileName());
    try {
      Node root =
          new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
      Section top = Section.of(name, "", root, mistakes);
      Section lockkeeper = top.section("lockkeeper");
      for (String framework : new String[] {"micronaut", "endpoints", "logger"}) {
        top.has(framework);
      }
      refuseServerAddress(top.section("micronaut").section("server"), mistakes);
      top.finish();
      return new ConfigurationFile(lockkeeper, framework(text));
    } catch (MarkedYAMLException broken) {
      String line =
          broken.getProblemMark() == null ? "" : ":" + (broken.getProblemMark().getLine() + 1);
      mistakes.report(name + line, "is not YAML: " + broken.getProblem());
    } catch (YAMLException | IOException broken) {
      mistakes.report(name, "is not YAML: " + broken.getMessage());
    }
    return absent(mistakes);
  }

  /** Two places for one setting would leave open which one counts. */
  private static void refuseServerAddress(Section server, Mistakes mistakes) {
    for (String key : new String[] {"host", "port"}) {
      if (server.has(key)) {
        mistakes.report(server.place(key), "is set by lockkeeper.http." + key + "; write it there");
      }
    }
  }

  private static @Nullable String text(Path path, Mistakes mistakes) {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException missing) {
      mistakes.report(path.toString(), "there is no such configuration file");
    } catch (IOException unreadable) {
      mistakes.report(path.toString(), "cannot be read: " + unreadable);
    }
    return null;
  }

  private static Map<String, Object> framework(String text) throws IOException {
    Map<String, Object> all =
        new YamlPropertySourceLoader()
            .read(
                "worker configuration",
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    Map<String, Object> framework = new HashMap<>(all);
    framework.keySet().removeIf(key -> key.startsWith("lockkeeper"));
    return framework;
  }
}
