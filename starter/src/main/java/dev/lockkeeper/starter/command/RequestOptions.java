package dev.lockkeeper.starter.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.input.BadInputException;
import dev.lockkeeper.starter.input.CheckedRequest;
import dev.lockkeeper.starter.input.Replacement;
import dev.lockkeeper.starter.input.YamlText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A request file, and values that are given instead of the file's. */
final class RequestOptions {
  @Parameters(index = "0", paramLabel = "FILE", description = "YAML or JSON; - for standard input.")
  private String file;

  @Option(
      names = "--method",
      paramLabel = "rolling|full-stop",
      description = "Instead of the file's fluss.method.")
  private @Nullable String method;

  @Option(
      names = "--gates",
      paramLabel = "every-node|canary|per-role|none",
      description = "Instead of the file's gates.policy.")
  private @Nullable String gates;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Instead of any value of the file, such as --set nodes[0].host=10.0.0.21.")
  private List<String> settings = new ArrayList<>();

  /**
   * Reads the request and checks it.
   *
   * @throws CommandProblem with all its mistakes
   */
  CheckedRequest read(Console console) {
    try {
      return InputFile.read(console, file, replacements());
    } catch (BadInputException e) {
      throw InputFile.refused(e);
    }
  }

  String file() {
    return file;
  }

  private List<Replacement> replacements() throws BadInputException {
    List<Replacement> replacements = new ArrayList<>();
    if (method != null) {
      replacements.add(text("--method", "fluss.method", method));
    }
    if (gates != null) {
      replacements.add(text("--gates", "gates.policy", gates));
    }
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new CommandProblem(
            ExitCode.BAD_INPUT,
            "--set " + setting + ": write PATH=VALUE, such as gates.approvers=2");
      }
      JsonNode value = YamlText.value("--set " + setting, setting.substring(equals + 1));
      replacements.add(new Replacement("--set " + setting, setting.substring(0, equals), value));
    }
    return replacements;
  }

  private static Replacement text(String option, String path, String value) {
    return new Replacement(option + " " + value, path, TextNode.valueOf(value));
  }
}
