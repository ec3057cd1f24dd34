package dev.lockkeeper.starter;

import dev.lockkeeper.starter.view.Ink;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;

/**
 * Where a command reads and writes.
 *
 * @param terminal whether a person sits there; otherwise nothing is asked, coloured or redrawn
 * @param zone in which times are shown
 */
public record Console(
    PrintWriter out,
    PrintWriter err,
    InputStream in,
    boolean terminal,
    Map<String, String> environment,
    ZoneId zone) {
  /** The console of this process. It writes UTF-8 whatever the locale says. */
  public static Console ofProcess() {
    return new Console(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        new FileInputStream(FileDescriptor.in),
        isTerminal(),
        System.getenv(),
        ZoneId.systemDefault());
  }

  /** How text may be coloured. */
  public Ink ink() {
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || "dumb".equals(environment.get("TERM"));
    return new Ink(terminal && !plain);
  }

  /** Asks a question of which only a clear yes counts. */
  public boolean confirms(String question) {
    String answer = ask(question + " [y/N] ");
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
  }

  /**
   * Asks for a word that nobody types by mistake.
   *
   * @throws CommandProblem when nobody can be asked
   */
  public boolean confirmsWith(String word, String question) {
    if (!terminal) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "Nobody can be asked here, so nothing was done; add --yes");
    }
    return ask(question).equals(word);
  }

  /** Asks for a line and gives it without blanks around it; empty if there is none. */
  public String ask(String question) {
    out.print(question);
    out.flush();
    try {
      return line().strip();
    } catch (IOException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "The answer cannot be read: " + e.getMessage(), e);
    }
  }

  /** Takes no more than the line, because the next question needs what comes after it. */
  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
      bytes.write(read);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }

  /** From Java 22 on there is always a console, and it says itself whether it is a terminal. */
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    if (console == null || Runtime.version().feature() < 22) {
      return console != null;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Java 22 or newer has no Console.isTerminal", e);
    }
  }
}
