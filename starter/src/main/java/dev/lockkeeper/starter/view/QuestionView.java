package dev.lockkeeper.starter.view;

import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An open question with its evidence, and the commands that answer it. */
public final class QuestionView {
  private static final int FIRST_LINES = 12;
  private final Ink ink;
  private final Times times;
  private final int detailLines;

  private QuestionView(Ink ink, Times times, int detailLines) {
    this.ink = ink;
    this.times = times;
    this.detailLines = detailLines;
  }

  /** Shows only the beginning of a long detail. */
  public static QuestionView brief(Ink ink, Times times) {
    return new QuestionView(ink, times, FIRST_LINES);
  }

  /** Shows a long detail as a whole. */
  public static QuestionView full(Ink ink, Times times) {
    return new QuestionView(ink, times, Integer.MAX_VALUE);
  }

  List<String> lines(String cluster, Question question) {
    List<String> lines = new ArrayList<>(evidence(question));
    lines.addAll(commands(cluster, question));
    return lines;
  }

  /** What the decision can be based on. */
  public List<String> evidence(Question question) {
    boolean gate = question.kind() == QuestionKind.GATE;
    List<String> lines = new ArrayList<>();
    String head = (gate ? "Gate " : "Blocked ") + question.id();
    lines.add(
        (gate ? ink.attention(ink.bold(head)) : ink.bad(ink.bold(head))) + "  " + question.title());
    lines.add(
        "  asked "
            + times.at(question.askedAt())
            + " ("
            + times.ago(question.askedAt())
            + ")"
            + approvals(question)
            + expiry(question));
    if (question.reason() != null) {
      lines.add("  " + ink.attention(question.reason()));
    }
    if (question.failure() != null) {
      lines.add("  " + ink.bad("✘ " + question.failure().reason()));
      question.failure().message().lines().forEach(line -> lines.add("    " + line));
    }
    if (question.evidence() != null) {
      question.evidence().facts().forEach(fact -> lines.add("  " + line(fact)));
    }
    addDetail(lines, question);
    return lines;
  }

  private void addDetail(List<String> lines, Question question) {
    if (question.detail() == null) {
      return;
    }
    List<String> all = question.detail().lines().toList();
    all.stream().limit(detailLines).forEach(line -> lines.add("  │ " + line));
    if (all.size() > detailLines) {
      lines.add("  │ " + ink.dim("… " + (all.size() - detailLines) + " more lines; add --detail"));
    }
  }

  private static String approvals(Question question) {
    if (question.approvers() < 2) {
      return "";
    }
    String by =
        question.approvals().isEmpty() ? "" : ": " + String.join(", ", question.approvals());
    return ", approved by " + question.approvals().size() + " of " + question.approvers() + by;
  }

  private String expiry(Question question) {
    if (question.expiresAt() == null) {
      return "";
    }
    return question.expired()
        ? ", expired " + times.at(question.expiresAt()) + "; the run is held until it is resumed"
        : ", expires "
            + times.at(question.expiresAt())
            + "; the run is then held, and goes on only when it is resumed";
  }

  /** A fact with its sign. */
  public String line(Fact fact) {
    String text = fact.name() + ": " + fact.value();
    return switch (fact.weight()) {
      case GOOD -> ink.good("✔") + " " + text;
      case NOTE -> ink.attention("ℹ") + " " + text;
      case BAD -> ink.bad("✘") + " " + ink.bad(text);
    };
  }

  private static String meaning(Choice choice) {
    return switch (choice) {
      case RETRY -> "retry: does the step again, as a new attempt";
      case SKIP -> "skip: goes on without the step";
      case RESTORE -> "restore: brings the previous release back on the node, then ends the run";
      case ABORT -> "abort: puts temporary settings back and ends the run; the node stays as it is";
    };
  }

  private static List<String> commands(String cluster, Question question) {
    String target = cluster + " " + question.id();
    if (question.kind() == QuestionKind.BLOCKED) {
      String choices =
          question.choices().stream().map(Choice::word).collect(Collectors.joining("|"));
      List<String> lines = new ArrayList<>();
      lines.add("  → ./lockkeeper answer " + target + " --choice " + choices);
      question.choices().forEach(choice -> lines.add("      " + meaning(choice)));
      return lines;
    }
    if (question.expired()) {
      return List.of(
          "  → ./lockkeeper resume " + cluster + "   (asks it again with fresh evidence)");
    }
    return List.of("  → ./lockkeeper approve " + target, "  → ./lockkeeper reject " + target);
  }
}
