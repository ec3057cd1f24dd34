package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Gives single commands to the vendor's binary and takes nothing but its words for an answer. Tries
 * again, for a limited time, what certainly had no effect or may be done twice.
 */
final class Client {
  private static final Pattern WORD = Pattern.compile("[^\\s'\"`;\\\\]+");
  private static final int LONGEST_QUOTE = 600;

  /** No command of any release, so that the client says so between two answers. */
  private static final String SEPARATOR = "lockkeeper";

  private static final String SEPARATED = "unsupported cmd";

  private final OpenMldbBinary binary;
  private final ClientDialect dialect;
  private final List<String> target;
  private final Patience patience;

  /**
   * @param target the flags that say who is asked
   */
  Client(OpenMldbBinary binary, ClientDialect dialect, List<String> target, Patience patience) {
    this.binary = binary;
    this.dialect = dialect;
    this.target = List.copyOf(target);
    this.patience = patience;
  }

  /**
   * How long a command is tried.
   *
   * @param limit from the first try to the last
   * @param pause between two tries
   */
  record Patience(Duration limit, Duration pause) {}

  /** What doing a command twice means. */
  enum Twice {
    /** The same as once. */
    HARMLESS,
    /** Something else, so it is not tried again when it may have had its effect. */
    HARMFUL
  }

  /**
   * A command.
   *
   * @param text the words as the client takes them
   * @param database the database it is about; empty for none
   */
  record Request(String text, String database, Twice twice) {}

  /** Reads an answer. */
  @FunctionalInterface
  interface Reading<T> {
    T read(String output) throws UnreadableAnswer;
  }

  /** Joins a command; refuses words that the client would read as several. */
  static String command(String... words) {
    for (String word : words) {
      if (!WORD.matcher(word).matches()) {
        throw new IllegalArgumentException(
            "\"" + word + "\" cannot be a word of a command of OpenMLDB's client");
      }
    }
    return String.join(" ", words);
  }

  /** Does a command until its success line is there. */
  void change(Request request, String successLine)
      throws StepFailed, SshFailure, InterruptedException {
    ask(
        request,
        output -> {
          if (output.lines().noneMatch(line -> line.startsWith(successLine))) {
            throw new UnreadableAnswer("no line \"" + successLine + "\"");
          }
          return successLine;
        });
  }

  /** Asks until the answer can be read. */
  <T> T ask(Request request, Reading<T> reading)
      throws StepFailed, SshFailure, InterruptedException {
    long deadline = System.nanoTime() + patience.limit().toNanos();
    while (true) {
      Printed printed = run(request);
      Complaint complaint;
      Optional<Complaint> said = Complaint.in(printed.output());
      if (said.isPresent()) {
        complaint = said.get();
      } else {
        try {
          return read(request, printed, reading);
        } catch (UnreadableAnswer e) {
          complaint = new Complaint.Unreadable(e.getMessage() + quoted(printed));
        }
      }
      if (!mayPass(complaint, request)
          || System.nanoTime() + patience.pause().toNanos() > deadline) {
        throw failed(request, complaint);
      }
      Thread.sleep(patience.pause().toMillis());
    }
  }

  /**
   * Gives several commands to one run of the client, on its standard input. That is quicker, and
   * works in every release (0.5.0 to 0.9.3: a client without a terminal reads lines and prints no
   * prompt), but it is not what the vendor's page shows; so whatever looks odd is no answer.
   *
   * @param commands each may begin with {@code use}
   * @return what each printed; empty if that is not clear, or one of them was not done
   */
  Optional<List<String>> askAll(List<String> commands) throws SshFailure, InterruptedException {
    StringBuilder input = new StringBuilder();
    commands.forEach(command -> input.append(command).append('\n').append(SEPARATOR).append('\n'));
    Printed printed = binary.run(target, input.append("exit\n").toString());
    List<String> answers = new ArrayList<>();
    StringBuilder answer = new StringBuilder();
    for (String line : printed.output().lines().toList()) {
      if (line.strip().equals(SEPARATED)) {
        answers.add(answer.toString());
        answer.setLength(0);
      } else {
        answer.append(line).append('\n');
      }
    }
    boolean clear =
        !printed.truncated()
            && answers.size() == commands.size()
            && answers.stream().allMatch(one -> Complaint.in(one).isEmpty());
    return clear ? Optional.of(answers) : Optional.empty();
  }

  private Printed run(Request request) throws SshFailure, InterruptedException {
    List<String> flags = new ArrayList<>(target);
    flags.addAll(dialect.flags(request.text(), request.database()));
    return binary.run(flags, dialect.input(request.text(), request.database()));
  }

  private <T> T read(Request request, Printed printed, Reading<T> reading) throws UnreadableAnswer {
    if (printed.truncated()) {
      throw new UnreadableAnswer("more than can be read");
    }
    String database = request.database();
    if (dialect.usesInput(database)
        && printed.output().lines().noneMatch(line -> line.equals("Use database: " + database))) {
      throw new UnreadableAnswer("no line \"Use database: " + database + "\"");
    }
    return reading.read(printed.output());
  }

  private static boolean mayPass(Complaint complaint, Request request) {
    return complaint.passing()
        || (complaint instanceof Complaint.NoAnswer && request.twice() == Twice.HARMLESS);
  }

  private StepFailed failed(Request request, Complaint complaint) {
    return failed(complaint.reason(), request, complaint.words() + ": " + complaint.advice());
  }

  /** A failure that names the command and who was asked. */
  StepFailed failed(FailureReason reason, Request request, String why) {
    String where = request.database().isEmpty() ? "" : " in database " + request.database();
    return new StepFailed(
        reason,
        why
            + " (command \""
            + request.text()
            + "\""
            + where
            + ", "
            + String.join(" ", target)
            + ")");
  }

  private static String quoted(Printed printed) {
    String output = printed.output().strip();
    String errors = printed.errors().strip();
    String text = output.isEmpty() ? errors : output;
    String end = text.length() > LONGEST_QUOTE ? "… " + tail(text) : text;
    return end.isEmpty() ? "; it printed nothing" : "; it printed: " + end;
  }

  private static String tail(String text) {
    return text.substring(text.length() - LONGEST_QUOTE);
  }
}
