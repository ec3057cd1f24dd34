package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.view.QuestionView;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the question that an answer is meant for. */
final class Questions {
  private final LockkeeperCommand root;
  private final UpgradeStatus status;

  private Questions(LockkeeperCommand root, UpgradeStatus status) {
    this.root = root;
    this.status = status;
  }

  /**
   * The questions of a run that can take an answer now.
   *
   * @throws CommandProblem when it has ended or nobody would take the answer
   */
  static Questions of(LockkeeperCommand root, Run run) {
    Sight sight = run.look();
    if (sight instanceof Sight.Open open) {
      return new Questions(root, open.status());
    }
    if (sight instanceof Sight.Silent silent) {
      throw new CommandProblem(ExitCode.NO_TEMPORAL, "Not sent: " + silent.why());
    }
    throw new CommandProblem(
        ExitCode.REFUSED,
        "The run has ended ("
            + sight.facts().shownState()
            + "); see ./lockkeeper report "
            + sight.facts().cluster());
  }

  /**
   * The id to answer. Without one it must be the only open question of its kind, and a person must
   * say yes to what it shows.
   */
  String choose(@Nullable String given, QuestionKind kind, String verb) {
    if (given != null) {
      return given;
    }
    List<Question> open =
        status.questions().stream().filter(question -> question.kind() == kind).toList();
    String word = kind == QuestionKind.GATE ? "gate" : "blocked step";
    if (open.isEmpty()) {
      throw new CommandProblem(
          ExitCode.REFUSED, "No " + word + " is open; the run is " + status.state() + others());
    }
    String ids = open.stream().map(Question::id).collect(Collectors.joining(", "));
    if (open.size() > 1) {
      throw new CommandProblem(ExitCode.BAD_INPUT, "Several are open; name one of: " + ids);
    }
    Console console = root.console();
    if (!console.terminal()) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          "Name what you mean, since nobody can be asked here; open now: " + ids);
    }
    QuestionView.full(console.ink(), root.times())
        .evidence(open.get(0))
        .forEach(console.out()::println);
    if (!console.confirms(verb + " " + ids + "?")) {
      throw new CommandProblem(ExitCode.REFUSED, "Nothing was sent.");
    }
    return open.get(0).id();
  }

  private String others() {
    String ids = status.questions().stream().map(Question::id).collect(Collectors.joining(", "));
    return ids.isEmpty() ? "" : "; it waits for an answer to " + ids;
  }
}
