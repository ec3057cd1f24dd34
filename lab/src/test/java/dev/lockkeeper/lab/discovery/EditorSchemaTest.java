package dev.lockkeeper.lab.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.Product;
import dev.lockkeeper.workflows.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The files that init writes are tried where they are written, in the tests of first files. */
class EditorSchemaTest {
  @ParameterizedTest
  @EnumSource
  void theSampleIsWhatItsSchemaAllows(Product product) throws IOException {
    assertThat(schema(product).mistakes(sample(product))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatMeansNothingIsUnderlinedWhereverItStands(Product product) throws IOException {
    for (String place : new String[] {"", "/release", "/nodes/0", "/gates", "/" + product.word()}) {
      JsonNode sample = sample(product);
      ((ObjectNode) sample.at(place)).put("gatse", "every-node");

      assertThat(schema(product).mistakes(sample))
          .as(place)
          .singleElement()
          .asString()
          .startsWith(place + ":")
          .contains("gatse");
    }
  }

  @ParameterizedTest(name = "{0} at {1}{2}")
  @CsvSource({
    "fluss, /gates, policy, sometimes",
    "fluss, /gates, expire, tomorrow",
    "fluss, /release, sha256, 5f0c",
    "fluss, /fluss, method, quickly",
    "databend, /databend, drainLimit, 10 minutes",
    "kwdb, /kwdb, method, by-hand",
    "openmldb, '', product, fluss"
  })
  void aValueThatCannotBeIsUnderlined(String product, String place, String key, String value)
      throws IOException {
    Product known = Product.of(product).orElseThrow();
    JsonNode sample = sample(known);
    ((ObjectNode) sample.at(place)).put(key, value);

    assertThat(schema(known).mistakes(sample))
        .singleElement()
        .asString()
        .startsWith(place + "/" + key + ":");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMissingIsUnderlined(Product product) throws IOException {
    ObjectNode sample = (ObjectNode) sample(product);
    sample.remove("cluster");

    assertThat(schema(product).mistakes(sample)).singleElement().asString().contains("cluster");
  }

  private static EditorSchema schema(Product product) throws IOException {
    return new EditorSchema(printed("schema", product.word()));
  }

  private static JsonNode sample(Product product) throws IOException {
    return printed("schema", product.word(), "--example");
  }

  private static JsonNode printed(String... words) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            InputStream.nullInputStream(),
            false,
            Map.of(),
            ZoneId.of("UTC"));
    assertThat(LockkeeperCommand.run(console, words)).as(err.toString()).isZero();
    return Json.mapper().readTree(out.toString());
  }
}
