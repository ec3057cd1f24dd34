package dev.lockkeeper.starter.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.request.Mistake;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns composed YAML into JSON and remembers where every value stands. Nothing is constructed from
 * tags, and a file that unfolds to more values than any request has is refused.
 */
final class YamlTree {
  private static final int MOST_VALUES = 100_000;

  /** What YAML and JSON both read as the same number. Octal, sexagesimal and the like stay text. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?([eE][-+]?[0-9]{1,3})?");

  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP);
  private static final Set<String> TRUE = Set.of("true", "yes", "on");

  // Without exact decimals 0.10 would become 0.1.
  private final JsonNodeFactory json = new JsonNodeFactory(true);
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Set<Node> open = new HashSet<>();
  private int values;

  JsonNode read(Node root) {
    places.put("", place(root));
    return value(root, "");
  }

  Map<String, Place> places() {
    return places;
  }

  List<Mistake> mistakes() {
    return mistakes;
  }

  private JsonNode value(Node node, String path) {
    if (++values > MOST_VALUES) {
      throw new TooLargeException(place(node));
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar, path);
    }
    if (!open.add(node)) {
      mistakes.add(new Mistake(path, "this alias stands for something that contains it"));
      return json.nullNode();
    }
    try {
      if (node instanceof MappingNode mapping) {
        return object(mapping, path);
      }
      return list((SequenceNode) node, path);
    } finally {
      open.remove(node);
    }
  }

  private JsonNode object(MappingNode mapping, String path) {
    refuseTag(mapping, Tag.MAP, path);
    ObjectNode object = json.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        mistakes.add(new Mistake(path, "a field's name must be text"));
        continue;
      }
      String name = key.getValue();
      String child = path.isEmpty() ? name : path + "." + name;
      if (object.has(name)) {
        mistakes.add(
            new Mistake(child, "is given twice; the first is on line " + line(child, mapping)));
        places.put(child, place(key));
        continue;
      }
      places.put(child, place(key));
      if (key.getTag().equals(Tag.MERGE)) {
        mistakes.add(new Mistake(child, "merge keys are not read; write the fields out"));
        continue;
      }
      object.set(name, value(tuple.getValueNode(), child));
    }
    return object;
  }

  private JsonNode list(SequenceNode sequence, String path) {
    refuseTag(sequence, Tag.SEQ, path);
    ArrayNode array = json.arrayNode();
    for (Node element : sequence.getValue()) {
      String child = path + "[" + array.size() + "]";
      places.put(child, place(element));
      array.add(value(element, child));
    }
    return array;
  }

  private JsonNode scalar(ScalarNode scalar, String path) {
    String text = scalar.getValue();
    if (!PLAIN_TAGS.contains(scalar.getTag())) {
      refuseTag(scalar, Tag.STR, path);
      return json.textNode(text);
    }
    JsonNode value = typed(scalar.getTag(), text);
    if (!value.isNull() && !value.asText().equals(text)) {
      places.computeIfPresent(path, (key, place) -> place.reading(text));
    }
    return value;
  }

  private JsonNode typed(Tag tag, String text) {
    if (tag.equals(Tag.NULL)) {
      return json.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return json.booleanNode(TRUE.contains(text.toLowerCase(Locale.ROOT)));
    }
    boolean number = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
    if (!number || !NUMBER.matcher(text).matches()) {
      return json.textNode(text);
    }
    BigDecimal exact = new BigDecimal(text);
    boolean whole = text.chars().allMatch(c -> c == '-' || c == '+' || Character.isDigit(c));
    return whole ? json.numberNode(exact.longValueExact()) : json.numberNode(exact);
  }

  private void refuseTag(Node node, Tag expected, String path) {
    if (!node.getTag().equals(expected)) {
      mistakes.add(new Mistake(path, "the tag " + node.getTag().getValue() + " is not read here"));
    }
  }

  private int line(String path, Node otherwise) {
    return places.getOrDefault(path, place(otherwise)).line();
  }

  private static Place place(Node node) {
    Mark mark = node.getStartMark();
    return Place.at(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** The aliases of the file unfold to more than can be meant. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Place place;

    TooLargeException(Place place) {
      super("unfolds to more than " + MOST_VALUES + " values", null, false, false);
      this.place = place;
    }

    Place place() {
      return place;
    }
  }
}
