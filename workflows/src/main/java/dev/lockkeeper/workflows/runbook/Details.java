package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A run's status as Markdown, for the Temporal UI's user metadata page. What a person needs for an
 * answer comes first, because the page shows about thirty lines.
 */
final class Details {
  /**
   * The page fetches the rendered text by an address that contains all of it (UI 2.42.1), and
   * proxies often allow 8 KB for an address.
   */
  private static final int DETAIL_SHOWN = 2_000;

  private Details() {}

  static String markdown(UpgradeStatus status) {
    StringBuilder text = new StringBuilder();
    text.append("**").append(status.state()).append("** ").append(status.phase());
    if (!status.doing().isEmpty()) {
      text.append(": ").append(status.doing());
    }
    text.append("\n\n");
    status.questions().forEach(question -> append(text, question));
    if (!status.ignored().isEmpty()) {
      IgnoredMessage last = status.ignored().get(status.ignored().size() - 1);
      text.append("Ignored: `")
          .append(last.message())
          .append("` `")
          .append(last.content())
          .append("`: ")
          .append(last.reason())
          .append("\n\n");
    }
    text.append("| node | role | state | from | now | down |\n|---|---|---|---|---|---|\n");
    status.nodes().forEach(node -> text.append(row(node)));
    if (!status.warnings().isEmpty()) {
      text.append("\n")
          .append(
              status.warnings().stream().map(line -> "- " + line).collect(Collectors.joining("\n")))
          .append("\n");
    }
    status.questions().forEach(question -> appendDetail(text, question));
    return text.toString();
  }

  private static void append(StringBuilder text, Question question) {
    text.append("### ").append(question.title()).append("\n");
    if (question.reason() != null) {
      text.append(question.reason()).append("\n\n");
    }
    if (question.failure() != null) {
      text.append("`").append(question.failure()).append("`\n\n");
    }
    if (question.evidence() != null) {
      for (Fact fact : question.evidence().facts()) {
        text.append("- ")
            .append(sign(fact))
            .append(" ")
            .append(fact.name())
            .append(": ")
            .append(fact.value())
            .append("\n");
      }
    }
    text.append("\nSend the signal ").append(signal(question)).append("\n\n");
  }

  private static void appendDetail(StringBuilder text, Question question) {
    if (question.detail() != null) {
      text.append("\n#### ").append(question.id()).append(": details\n");
      text.append("~~~\n").append(shortened(question.detail())).append("\n~~~\n");
    }
  }

  private static String signal(Question question) {
    if (question.kind() == QuestionKind.GATE) {
      return question.expired()
          ? "`resume` with `{\"by\": \"your name\"}`: the gate has expired and will be asked again"
          : "`approve` (or `reject`) with `{\"gate\": \""
              + question.id()
              + "\", \"by\": \"your name\"}`";
    }
    String choices = question.choices().stream().map(Choice::word).collect(Collectors.joining("|"));
    return "`answer` with `{\"gate\": \""
        + question.id()
        + "\", \"choice\": \""
        + choices
        + "\", \"by\": \"your name\"}`";
  }

  private static String shortened(String detail) {
    return detail.length() <= DETAIL_SHOWN
        ? detail
        : detail.substring(0, DETAIL_SHOWN) + "\n… (the query status has all of it)";
  }

  private static String sign(Fact fact) {
    return switch (fact.weight()) {
      case GOOD -> "✔";
      case NOTE -> "ℹ";
      case BAD -> "✘";
    };
  }

  private static String row(NodeStatus node) {
    String down =
        node.downSeconds() == null ? "" : String.format(Locale.ROOT, "%.1f s", node.downSeconds());
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s |%n",
        node.name(),
        node.role(),
        node.state(),
        node.from() == null ? "" : node.from(),
        node.version() == null ? "" : node.version(),
        down);
  }
}
