package dev.lockkeeper.lab.host;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs on this machine and waits for them. */
public final class LocalCommand {

  private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);

  private LocalCommand() {}

  /** As {@link #run(Duration, List)}, for at most a minute. */
  public static CommandResult run(String... command) {
    return run(USUAL_LIMIT, List.of(command));
  }

  /**
   * Runs a program with empty standard input. Output goes through files, not pipes, so that a
   * daemon left behind by the program does not keep us waiting.
   *
   * @param limit how long it may take; then it and its children are killed
   * @param command the program and its arguments
   * @throws LabException if it cannot be started or takes too long
   */
  public static CommandResult run(Duration limit, List<String> command) {
    try {
      Path output = Files.createTempFile("lockkeeper-lab", ".out");
      Path error = Files.createTempFile("lockkeeper-lab", ".err");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectError(error.toFile())
                .start();
        boolean ended = await(process, limit);
        String printed = Files.readString(output, StandardCharsets.ISO_8859_1);
        String complaint = Files.readString(error, StandardCharsets.ISO_8859_1);
        if (!ended) {
          throw new LabException(
              "Command took longer than %s: %s%n%s"
                  .formatted(limit, String.join(" ", command), (complaint + printed).strip()));
        }
        return new CommandResult(command, process.exitValue(), utf8(printed), utf8(complaint));
      } finally {
        Files.deleteIfExists(output);
        Files.deleteIfExists(error);
      }
    } catch (IOException e) {
      throw new LabException("Cannot run " + command.get(0) + ": " + e.getMessage(), e);
    }
  }

  /** Where a program lies: on the search path, or where administrators' programs are kept. */
  public static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
    return Stream.of(path.split(":"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean await(Process process, Duration limit) {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    return false;
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
