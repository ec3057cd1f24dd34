package dev.lockkeeper.starter.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.workflows.request.Mistake;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** Parses YAML, of which JSON is a part, without building any object. */
public final class YamlText {
  private static final Pattern ESCAPED_SLASH = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\/");

  private YamlText() {}

  /** What a text says, and where. */
  record Document(JsonNode content, Map<String, Place> places, List<Mistake> mistakes) {}

  /**
   * Reads one value as it would stand in a file: {@code 2} is a number, {@code none} is text.
   *
   * @throws BadInputException when it is not YAML
   */
  public static JsonNode value(String option, String text) throws BadInputException {
    return parse(new Source(option, text)).content();
  }

  static Document parse(Source source) throws BadInputException {
    try {
      Node root = yaml().compose(new StringReader(asYaml(source.text())));
      if (root == null) {
        throw wrong(source, Place.at(1, 1), "is empty; see: lockkeeper schema --example");
      }
      YamlTree tree = new YamlTree();
      JsonNode content = tree.read(root);
      return new Document(content, tree.places(), tree.mistakes());
    } catch (YamlTree.TooLargeException e) {
      throw wrong(source, e.place(), String.valueOf(e.getMessage()));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      Place place =
          mark == null ? Place.at(1, 1) : Place.at(mark.getLine() + 1, mark.getColumn() + 1);
      throw wrong(source, place, "this is not YAML: " + sentence(e));
    } catch (ReaderException e) {
      throw wrong(
          source,
          placeOf(source.text(), e.getPosition()),
          String.format("the character U+%04X is not allowed", e.getCodePoint()));
    } catch (YAMLException e) {
      throw wrong(source, Place.at(1, 1), "this is not YAML: " + e.getMessage());
    }
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(50);
    options.setNestingDepthLimit(50);
    return new Yaml(new SafeConstructor(options));
  }

  /** JSON may have tabs between its parts and {@code \/} in its texts; YAML 1.1 knows neither. */
  private static String asYaml(String text) {
    return text.stripLeading().startsWith("{")
        ? ESCAPED_SLASH.matcher(text.replace('\t', ' ')).replaceAll("$1/")
        : text;
  }

  private static String sentence(MarkedYAMLException e) {
    String problem = String.valueOf(e.getProblem());
    if (problem.contains("(TAB)")) {
      return "a tab stands where YAML wants spaces";
    }
    return e.getContext() == null ? problem : problem + " (" + e.getContext() + ")";
  }

  private static Place placeOf(String text, int position) {
    String before = text.substring(0, Math.min(position, text.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return Place.at(line, before.length() - before.lastIndexOf('\n'));
  }

  private static BadInputException wrong(Source source, Place place, String message) {
    return new BadInputException(
        List.of(new Finding(source.name(), place, new Mistake("", message))));
  }
}
