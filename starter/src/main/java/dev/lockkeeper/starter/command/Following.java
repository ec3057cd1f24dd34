package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.Run;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Names;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Follows a run, and approves its gates when somebody has said so in advance. */
final class Following {
  @Option(
      names = "--approve-all",
      paramLabel = "NAME",
      description =
          "Follow the run and approve every gate as it opens, in this name: for rehearsals and unattended runs."
              + " Blocked steps are never answered.")
  private @Nullable String approver;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Time between two looks (default: ${DEFAULT-VALUE}).")
  private double seconds;

  private final Set<String> answered = new HashSet<>();

  boolean approves() {
    return approver != null;
  }

  /** Refuses names that no run would take, before anything is started. */
  void check() {
    if (approver != null && !approver.matches(Names.PERSON)) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          "--approve-all: \"" + approver + "\" is not " + Names.PERSON_IN_WORDS);
    }
  }

  ExitCode follow(LockkeeperCommand root, Run run, Output output) {
    Console console = root.console();
    Watcher.Display display = Watcher.display(console, root.times(), output.json());
    Duration interval = Duration.ofMillis(Math.max(50, Math.round(seconds * 1000)));
    return new Watcher(run::lookClosely, interval, display, open -> approve(run, open, display))
        .follow();
  }

  private void approve(Run run, Sight.Open open, Watcher.Display display) {
    String by = approver;
    if (by == null) {
      return;
    }
    for (Question question : open.status().questions()) {
      String asked = open.facts().runId() + " " + question.id();
      if (question.kind() != QuestionKind.GATE || question.expired() || answered.contains(asked)) {
        continue;
      }
      try {
        run.update("approveGate", new Answer(question.id(), by, "--approve-all"));
      } catch (CommandProblem refused) {
        if (refused.exit() != ExitCode.REFUSED) {
          throw refused;
        }
        display.note(question.id() + ": " + refused.getMessage());
      }
      answered.add(asked);
    }
  }
}
