package dev.lockkeeper.starter.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.input.BadInputException;
import dev.lockkeeper.starter.input.Product;
import dev.lockkeeper.starter.input.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what a request may say. */
@Command(name = "schema", description = "Print the JSON Schema of a request, or a sample.")
public final class Schema implements Runnable {
  @ParentCommand private LockkeeperCommand root;

  @Parameters(
      paramLabel = "PRODUCT",
      arity = "0..1",
      defaultValue = "fluss",
      description = "The product (default: ${DEFAULT-VALUE}).")
  private String product;

  @Option(
      names = "--example",
      description = "Print a complete sample as JSON, to paste into Temporal's web page.")
  private boolean example;

  @Option(names = "--yaml", description = "With --example: as YAML with comments, for a file.")
  private boolean yaml;

  @Option(names = "--json", hidden = true, description = "Accepted, since JSON is all it prints.")
  private boolean json;

  @Override
  public void run() {
    Product known =
        Product.of(product)
            .orElseThrow(
                () ->
                    new CommandProblem(
                        ExitCode.BAD_INPUT,
                        "\"" + product + "\" is not one of " + Product.words()));
    if (example && yaml && !json) {
      root.console().out().print(sample(known));
      return;
    }
    root.console().out().println((example ? parsed(known) : known.schema()).toPrettyString());
  }

  private static JsonNode parsed(Product product) {
    try {
      return YamlText.value(product.word(), sample(product));
    } catch (BadInputException e) {
      throw new IllegalStateException("the sample of " + product + " is not YAML", e);
    }
  }

  private static String sample(Product product) {
    String resource = "/examples/" + product.word() + ".yaml";
    try (InputStream stream = Schema.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the resource " + resource + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the resource " + resource + " cannot be read", e);
    }
  }
}
