package dev.lockkeeper.activities.kwdb;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A {@code docker-compose.yml}. YAML is only read: a change replaces the characters of one value,
 * so comments, order and layout stay as their owner wrote them.
 */
public final class ComposeFile {
  /** Lines beside the image may hold secrets of the environment, and the difference is recorded. */
  private static final int CONTEXT_LINES = 0;

  private static final Pattern IMAGE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._/:@-]{0,254}");

  private final String path;
  private final String text;
  private final Map<String, MappingNode> services = new TreeMap<>();

  private ComposeFile(String path, String text) {
    this.path = path;
    this.text = text;
  }

  /**
   * Reads a file.
   *
   * @param path where it lies, for messages
   * @throws StepFailed INVALID when it is no YAML or has no services
   */
  public static ComposeFile read(String path, String text) throws StepFailed {
    ComposeFile file = new ComposeFile(path, text);
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (root instanceof MappingNode top
          && file.value(top, "services") instanceof MappingNode all) {
        for (NodeTuple tuple : all.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode name
              && tuple.getValueNode() instanceof MappingNode service) {
            file.services.put(name.getValue(), service);
          }
        }
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw file.invalid("line " + line + ": " + e.getProblem());
    }
    if (file.services.isEmpty()) {
      throw file.invalid("there are no services in it");
    }
    return file;
  }

  /** The names of its services. */
  public List<String> services() {
    return List.copyOf(services.keySet());
  }

  /**
   * The service that makes the container of a name.
   *
   * @throws StepFailed INVALID when there is none or are several
   */
  public String serviceOf(String container) throws StepFailed {
    List<String> found =
        services.keySet().stream()
            .filter(
                name ->
                    value(services.get(name), "container_name") instanceof ScalarNode given
                        && given.getValue().equals(container))
            .toList();
    if (found.size() != 1) {
      throw invalid(
          found.size() + " services have the container_name " + container + "; name the service");
    }
    return found.get(0);
  }

  /**
   * The image of a service as it is written.
   *
   * @throws StepFailed INVALID when it has none
   */
  public String image(String service) throws StepFailed {
    return scalar(service).getValue();
  }

  /**
   * This file with another image for one service.
   *
   * @throws StepFailed REFUSED when the value is not written out at its place
   */
  public ComposeChange withImage(String service, String image) throws StepFailed {
    if (!IMAGE.matcher(image).matches()) {
      throw new StepFailed(FailureReason.INVALID, "\"" + image + "\" is no name of an image");
    }
    ScalarNode node = scalar(service);
    if (node.getValue().indexOf('$') >= 0) {
      throw refused(
          service, "is \"" + node.getValue() + "\": change the variable where it is set (.env)");
    }
    int from = text.offsetByCodePoints(0, node.getStartMark().getIndex());
    int to = text.offsetByCodePoints(0, node.getEndMark().getIndex());
    String written = text.substring(from, to);
    String quote = written.matches("(?s)'.*'|\".*\"") ? written.substring(0, 1) : "";
    if (!written.equals(quote + node.getValue() + quote)) {
      throw refused(service, "is written in a way that cannot be replaced: " + written);
    }
    String changed = text.substring(0, from) + quote + image + quote + text.substring(to);
    ComposeFile after = read(path, changed);
    for (String other : services.keySet()) {
      // An anchor or an alias would carry the change to where nobody asked for it.
      boolean same =
          other.equals(service)
              ? after.image(other).equals(image)
              : String.valueOf(imageOrNone(other)).equals(String.valueOf(after.imageOrNone(other)));
      if (!same) {
        throw refused(service, "is shared by an anchor with the service " + other);
      }
    }
    return new ComposeChange(node.getValue(), changed, difference(node.getValue(), image, changed));
  }

  private String imageOrNone(String service) {
    return value(services.get(service), "image") instanceof ScalarNode image
        ? image.getValue()
        : "";
  }

  private String difference(String oldImage, String newImage, String changed) {
    List<String> before = text.lines().toList();
    List<String> lines =
        UnifiedDiffUtils.generateUnifiedDiff(
            path, path, before, DiffUtils.diff(before, changed.lines().toList()), CONTEXT_LINES);
    if (lines.stream().skip(3).anyMatch(line -> !line.matches("[-+]\\s*image\\s*:.*"))) {
      // Everything of the service on one line: show no more of it than what changes.
      lines = List.of(path + ":", "-image: " + oldImage, "+image: " + newImage);
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private ScalarNode scalar(String service) throws StepFailed {
    MappingNode node = services.get(service);
    if (node == null) {
      throw invalid(
          "there is no service " + service + "; it has " + String.join(", ", services.keySet()));
    }
    long times =
        node.getValue().stream()
            .filter(t -> t.getKeyNode() instanceof ScalarNode key && key.getValue().equals("image"))
            .count();
    if (times == 1 && value(node, "image") instanceof ScalarNode image) {
      return image;
    }
    throw invalid("the service " + service + " names no single image");
  }

  private @Nullable Node value(MappingNode node, String name) {
    return node.getValue().stream()
        .filter(t -> t.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
        .map(NodeTuple::getValueNode)
        .findFirst()
        .orElse(null);
  }

  private StepFailed invalid(String why) {
    return new StepFailed(
        FailureReason.INVALID, "the compose file " + path + " cannot be used: " + why);
  }

  private StepFailed refused(String service, String why) {
    return new StepFailed(
        FailureReason.REFUSED,
        "the image of the service " + service + " in " + path + " " + why + "; change it by hand");
  }
}
