package dev.lockkeeper.starter.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.workflows.model.Json;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Whether a person or a program reads what a command prints. */
final class Output {
  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  boolean json() {
    return json;
  }

  /** Prints the document for programs, the lines for people. */
  void print(Console console, Object document, Supplier<List<String>> lines) {
    if (!json) {
      lines.get().forEach(console.out()::println);
      return;
    }
    try {
      console
          .out()
          .println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + document.getClass(), e);
    }
  }
}
