package dev.lockkeeper.lab.host;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Programs that go on running while the lab does, and waiting for them to be ready. */
final class Background {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Background() {}

  /** Starts a program; what it prints is appended to the log. */
  static Process start(Path log, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Waits until the log has the line; fails when the program ends before. */
  static void awaitLine(Process process, Path log, String line) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (Files.readAllLines(log).stream().noneMatch(line::equals)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new LabException(
            "A part of the lab did not start; its last words:\n" + Files.readString(log).strip());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Waits until something listens at the address. */
  static void awaitPort(Process process, Path log, String address, int port) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), 1_000);
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new LabException(
              "Nothing listens at %s:%d (%s); its last words:%n%s"
                  .formatted(address, port, notYet.getMessage(), Files.readString(log).strip()),
              notYet);
        }
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
