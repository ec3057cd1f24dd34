package dev.lockkeeper.activities.step;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.ssh.TransferListener;
import dev.lockkeeper.activities.ssh.Tunnel;
import dev.lockkeeper.activities.ssh.UploadResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node that is this machine: commands run by a shell of one's choice, with a home of their own.
 * Closing kills what still runs with that home.
 */
public final class LocalShell implements SshConnection, AutoCloseable {
  private final Path home;
  private final String path;
  private final Map<String, String> environment = new ConcurrentHashMap<>();
  private final AtomicInteger uploads = new AtomicInteger();
  private volatile boolean spoilNext;

  /**
   * @param directory an empty directory; the home is made in it
   */
  public LocalShell(Path directory, Shell shell) {
    this.home = directory.resolve("home");
    this.path = shell.path(directory.resolve("bin"));
    try {
      Files.createDirectories(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path home() {
    return home;
  }

  /** Sets a variable for the commands from now on. */
  public LocalShell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Puts a program before the real one of its name; {@code $real} is the PATH without it. */
  public LocalShell standIn(String name, String script) {
    Path programs = home.resolveSibling("stand-ins");
    try {
      Files.createDirectories(programs);
      Files.writeString(programs.resolve(name), "#!/bin/sh\nreal='" + path + "'\n" + script + "\n");
      Files.setPosixFilePermissions(
          programs.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return with("PATH", programs + ":" + path);
  }

  /** The next file that is uploaded does not arrive as it was. */
  public void spoilNextUpload() {
    spoilNext = true;
  }

  /** How many files were uploaded. */
  public int uploads() {
    return uploads.get();
  }

  @Override
  public SshTarget target() {
    return new SshTarget("localhost", 22, "none");
  }

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    return follow(command, line -> {});
  }

  @Override
  public CommandResult follow(Command command, Consumer<String> onLine)
      throws InterruptedException {
    long begun = System.nanoTime();
    Process process = start(command);
    LinkedBlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    StringBuilder errors = new StringBuilder();
    Thread err = drain(process.errorReader(StandardCharsets.UTF_8), errors::append, () -> {});
    drain(
        process.inputReader(StandardCharsets.UTF_8),
        line -> lines.add(Optional.of(line.substring(0, line.length() - 1))),
        () -> lines.add(Optional.empty()));
    StringBuilder output = new StringBuilder();
    try {
      for (var line = lines.take(); line.isPresent(); line = lines.take()) {
        output.append(line.get()).append('\n');
        onLine.accept(line.get());
      }
      int status = process.waitFor();
      err.join();
      return new CommandResult(
          status,
          null,
          output.toString(),
          errors.toString(),
          false,
          Duration.ofNanos(System.nanoTime() - begun));
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(Command command) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", command.script(), "lockkeeper"));
    words.set(0, path.split(":")[0] + "/sh");
    words.addAll(command.arguments());
    ProcessBuilder builder = new ProcessBuilder(words).directory(home.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("FLUSS_") || name.equals("ENV"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("PATH", path);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (OutputStream input = process.getOutputStream()) {
        if (command.input() != null) {
          input.write(command.input().getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException notRead) {
        // A command may end without reading its input.
      }
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread drain(BufferedReader stream, Consumer<String> onLine, Runnable onEnd) {
    Thread thread =
        new Thread(
            () -> {
              try (stream) {
                for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                  onLine.accept(line + "\n");
                }
              } catch (IOException killed) {
                // The process was destroyed.
              }
              onEnd.run();
            },
            "local-shell");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public UploadResult upload(Path local, String remotePath, TransferListener listener) {
    try {
      long size = Files.size(local);
      Path place = home.resolve(remotePath);
      Files.createDirectories(place.getParent());
      Files.copy(local, place, StandardCopyOption.REPLACE_EXISTING);
      uploads.incrementAndGet();
      if (spoilNext) {
        spoilNext = false;
        Files.write(place, new byte[(int) size]);
      }
      listener.progress(size, size);
      return new UploadResult(size, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(String text, String remotePath, int mode) {
    try {
      Path file = home.resolve(remotePath);
      Files.writeString(file, text);
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(mode == 0600 ? "rw-------" : "rw-r--r--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Tunnel tunnel(String remoteHost, int remotePort) {
    throw new UnsupportedOperationException("there are no tunnels to this machine");
  }

  /** The processes that have this home, or a directory beside it, in their environment. */
  public List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses().filter(this::hasThisHome).toList();
  }

  private boolean hasThisHome(ProcessHandle process) {
    try {
      String variables =
          Files.readString(
              Path.of("/proc/" + process.pid() + "/environ"), StandardCharsets.ISO_8859_1);
      return Stream.of(variables.split("\0")).anyMatch(("HOME=" + home)::equals);
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    for (ProcessHandle process : processes()) {
      process.destroyForcibly();
    }
  }

  /** The text of a file of the home; null if there is none. */
  public @Nullable String file(String name) {
    try {
      return Files.exists(home.resolve(name)) ? Files.readString(home.resolve(name)) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
