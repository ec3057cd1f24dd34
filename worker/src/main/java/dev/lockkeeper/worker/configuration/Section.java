package dev.lockkeeper.worker.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of the configuration file. Keys that were never asked for are mistakes (see {@link
 * #finish}), and every mistake knows its line.
 */
final class Section {
  private final String file;
  private final String path;
  private final int line;
  private final Mistakes mistakes;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();

  private Section(String file, String path, int line, Mistakes mistakes) {
    this.file = file;
    this.path = path;
    this.line = line;
    this.mistakes = mistakes;
  }

  /** Reads a mapping; {@code null} and an empty value are a mapping without keys. */
  static Section of(String file, String path, @Nullable Node node, Mistakes mistakes) {
    int line = node == null ? 1 : node.getStartMark().getLine() + 1;
    Section section = new Section(file, path, line, mistakes);
    if (node == null || node.getTag().equals(Tag.NULL)) {
      return section;
    }
    if (!(node instanceof MappingNode mapping)) {
      mistakes.report(section.place(), "expects keys and values here");
      return section;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      section.add(tuple);
    }
    return section;
  }

  private void add(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      mistakes.report(place(), "a key must be a word");
      return;
    }
    int keyLine = key.getStartMark().getLine() + 1;
    lines.put(key.getValue(), keyLine);
    if (values.put(key.getValue(), tuple.getValueNode()) != null) {
      mistakes.report(place(key.getValue()), "is written twice; keep one");
    }
  }

  String place() {
    return file + ":" + line + (path.isEmpty() ? "" : ": " + path);
  }

  String place(String key) {
    return file + ":" + lines.getOrDefault(key, line) + ": " + child(key);
  }

  Set<String> keys() {
    return values.keySet();
  }

  /** Whether the key is written, with or without a value. */
  boolean has(String key) {
    known.add(key);
    return values.containsKey(key);
  }

  /** Whether the key has a plain value rather than keys of its own. */
  boolean isPlain(String key) {
    known.add(key);
    return values.get(key) instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL);
  }

  Optional<Written> text(String key) {
    known.add(key);
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (!(node instanceof ScalarNode scalar)) {
      mistakes.report(place(key), "expects one value");
      return Optional.empty();
    }
    if (scalar.getValue().isBlank()) {
      mistakes.report(place(key), "has no value; write one or remove the line");
      return Optional.empty();
    }
    return Optional.of(new Written(scalar.getValue().strip(), place(key)));
  }

  /** The mapping under a key; one without keys when the key is not written. */
  Section section(String key) {
    known.add(key);
    return of(file, child(key), values.get(key), mistakes);
  }

  List<Section> list(String key) {
    known.add(key);
    Node node = values.get(key);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      mistakes.report(place(key), "expects a list: lines that begin with '- '");
      return List.of();
    }
    List<Section> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(of(file, child(key) + "[" + items.size() + "]", item, mistakes));
    }
    return items;
  }

  /** Reports every key that was never asked for. */
  void finish() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        mistakes.report(place(key), "means nothing here; known are " + String.join(", ", known));
      }
    }
  }

  private String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
