package dev.lockkeeper.activities.ssh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real OpenSSH server on a free loopback port, with keys of its own in a temporary directory. As
 * a static extension it runs for the whole class, else for one test.
 */
final class OpenSshServer
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

  private final List<String> options = new ArrayList<>();
  private String hostKeyType = "ed25519";
  private @Nullable Path directory;
  private @Nullable Process process;
  private int port;
  private boolean forWholeClass;

  /** Adds a line to its configuration. */
  OpenSshServer with(String option) {
    options.add(option);
    return this;
  }

  OpenSshServer withHostKey(String type) {
    hostKeyType = type;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    forWholeClass = true;
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!forWholeClass) {
      start();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!forWholeClass) {
      close();
    }
  }

  /** Makes keys and a port of its own, and starts. */
  OpenSshServer start() {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException(
          "These tests need an OpenSSH server: apt-get install openssh-server");
    }
    try {
      directory = Files.createTempDirectory("lockkeeper-sshd-");
      generateKey("host", hostKeyType, "");
      generateKey("user", "ed25519", "");
      Files.copy(file("user.pub"), file("authorized_keys"));
      Files.createDirectories(Path.of("/run/sshd"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    try {
      startOnNewPort();
    } catch (PortTaken meanwhile) {
      // By a test in another JVM; twice in a row is no coincidence.
      startOnNewPort();
    }
    return this;
  }

  private void startOnNewPort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    startAgain();
  }

  private static final class PortTaken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    PortTaken(String log) {
      super(log);
    }
  }

  /** Starts on the same port and with the same keys, after {@link #kill}. */
  void startAgain() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "HostKey " + file("host"),
                "AuthorizedKeysFile " + file("authorized_keys"),
                "PidFile none",
                "UsePAM no",
                "StrictModes no",
                "PermitRootLogin yes",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "MaxStartups 100"));
    if (options.stream().noneMatch(option -> option.startsWith("Subsystem"))) {
      lines.add("Subsystem sftp internal-sftp");
    }
    // sshd takes the first value of an option.
    lines.addAll(0, options);
    try {
      Files.write(file("config"), lines);
      Process started =
          new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", file("config").toString())
              .redirectErrorStream(true)
              .start();
      process = started;
      awaitListening(started);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void awaitListening(Process started) throws IOException {
    BufferedReader log = started.inputReader();
    StringBuilder seen = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.contains("Server listening on")) {
        Thread drain = new Thread(() -> log.lines().forEach(ignored -> {}), "sshd-log");
        drain.setDaemon(true);
        drain.start();
        return;
      }
      seen.append(line).append('\n');
    }
    String words = "sshd did not start:\n" + seen;
    throw words.contains("already in use")
        ? new PortTaken(words)
        : new IllegalStateException(words);
  }

  /** Kills the server and all its connections, as a power cut would. */
  void kill() {
    Process running = process;
    if (running == null) {
      return;
    }
    List<ProcessHandle> all = new ArrayList<>(running.descendants().toList());
    all.add(running.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
    process = null;
  }

  /** Kills the processes that serve connections; the server goes on listening. */
  void dropConnections() {
    Process running = process;
    if (running != null) {
      List<ProcessHandle> all = running.descendants().toList();
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(one -> one.onExit().join());
    }
  }

  /** Kills the processes that serve connections and leaves the commands that they run. */
  void cutConnections() {
    Process running = process;
    if (running != null) {
      List<ProcessHandle> servers =
          running
              .descendants()
              .filter(one -> one.info().command().orElse("").contains("sshd"))
              .toList();
      servers.forEach(ProcessHandle::destroyForcibly);
      servers.forEach(one -> one.onExit().join());
    }
  }

  /** How many connections are open: each has a process right under the server. */
  long connections() {
    Process running = process;
    return running == null ? 0 : running.children().count();
  }

  /** Makes a key pair beside the server's own and lets nobody in with it yet. */
  Path generateKey(String name, String type, String passphrase) {
    command(
        "ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", name, "-f", file(name).toString());
    return file(name);
  }

  /** Lets the holder of a key in. */
  void authorize(Path key) {
    try {
      String line = Files.readString(Path.of(key + ".pub"));
      Files.writeString(file("authorized_keys"), line, StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Runs a program of this machine to its end and returns what it printed. */
  static String command(String... words) {
    try {
      Process run = new ProcessBuilder(words).redirectErrorStream(true).start();
      String printed = new String(run.getInputStream().readAllBytes());
      if (run.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", words) + ": " + printed);
      }
      return printed;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  Path file(String name) {
    if (directory == null) {
      throw new IllegalStateException("The server was not started");
    }
    return directory.resolve(name);
  }

  int port() {
    return port;
  }

  /** Type and key, as known_hosts has them after the host's name. */
  String hostKey() {
    try {
      String[] words = Files.readString(file("host.pub")).split(" ");
      return words[0] + " " + words[1];
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A right known_hosts file for this server at its own port. */
  Path knownHosts() {
    return knownHosts("[127.0.0.1]:" + port + " " + hostKey());
  }

  /** A known_hosts file with these lines. */
  Path knownHosts(String... lines) {
    try {
      return Files.write(Files.createTempFile(file("."), "known_hosts", ""), List.of(lines));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A profile that gets in. */
  CredentialProfile profile(String name) {
    return profile(name, new Authentication.KeyFile(file("user"), null), knownHosts());
  }

  CredentialProfile profile(String name, Authentication authentication, Path knownHosts) {
    return new CredentialProfile(
        name, System.getProperty("user.name"), knownHosts, authentication, List.of());
  }

  SshTarget target(String credentials) {
    return new SshTarget("127.0.0.1", port, credentials);
  }

  /** A pool with one profile, "key", that gets in. */
  SshConnections pool() {
    return pool(profile("key"));
  }

  static SshConnections pool(CredentialProfile... profiles) {
    return new SshConnections(new CredentialProfiles(List.of(profiles)), impatient());
  }

  /** Settings with which tests wait a second or two instead of half a minute. */
  static SshSettings impatient() {
    return new SshSettings(
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        2,
        Duration.ofMinutes(5),
        8);
  }

  @Override
  public void close() {
    kill();
    if (directory != null) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      directory = null;
    }
  }
}
