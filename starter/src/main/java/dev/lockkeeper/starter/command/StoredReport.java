package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.report.Verdict;
import dev.lockkeeper.starter.report.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report in a file. */
final class StoredReport {
  private final Console console;
  private final Output output;
  private final Path file;
  private final @Nullable String expectedHead;

  StoredReport(Console console, Output output, Path file, @Nullable String expectedHead) {
    this.console = console;
    this.output = output;
    this.file = file;
    this.expectedHead = expectedHead;
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "The report cannot be written to " + file + ": " + e, e);
    }
  }

  /** Says whether it is as it was written. */
  ExitCode verify() {
    Verdict verdict = Verification.of(read());
    if (verdict instanceof Verdict.NotVerifiable not) {
      throw new CommandProblem(ExitCode.BAD_INPUT, file + " cannot be verified: " + not.why());
    }
    if (verdict instanceof Verdict.Intact intact
        && expectedHead != null
        && !intact.head().equals(expectedHead)) {
      verdict =
          new Verdict.Changed(
              "the head",
              "the file is a whole report, but another one: its head is "
                  + intact.head()
                  + ", not "
                  + expectedHead);
    }
    Verdict found = verdict;
    output.print(console, document(found), () -> lines(found));
    return found instanceof Verdict.Intact ? ExitCode.OK : ExitCode.NOT_REACHED;
  }

  private List<String> lines(Verdict verdict) {
    if (verdict instanceof Verdict.Changed changed) {
      return List.of(file + " was CHANGED: " + changed.where() + ": " + changed.what());
    }
    Verdict.Intact intact = (Verdict.Intact) verdict;
    String told =
        expectedHead == null
            ? "Compare the head with the one that was noted down elsewhere: whoever writes the whole report anew gets another one."
            : "Its head is the one that was given.";
    return List.of(
        file
            + " is as it was written: "
            + intact.summary().cluster()
            + ", "
            + intact.summary().outcome()
            + ", "
            + intact.entries()
            + " entries",
        "Head of the hash chain: " + intact.head(),
        told);
  }

  /**
   * @param where the first place that does not fit; absent if there is none
   */
  private record Document(
      String file,
      boolean intact,
      @Nullable String head,
      @Nullable String where,
      @Nullable String what) {}

  private Document document(Verdict verdict) {
    return verdict instanceof Verdict.Changed changed
        ? new Document(file.toString(), false, null, changed.where(), changed.what())
        : new Document(file.toString(), true, ((Verdict.Intact) verdict).head(), null, null);
  }

  private byte[] read() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandProblem(ExitCode.BAD_INPUT, "There is no readable file " + file, e);
    }
  }
}
