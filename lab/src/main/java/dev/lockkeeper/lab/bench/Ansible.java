package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LocalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ansible in a virtual environment of the user's cache, fetched from PyPI when it is not there. */
final class Ansible {
  private static final String RELEASE = "2.19.14";
  private static final Duration FETCH_LIMIT = Duration.ofMinutes(5);

  private final Path bin;

  private Ansible(Path bin) {
    this.bin = bin;
  }

  /**
   * The one that the benchmarks use.
   *
   * @throws LabException when it is not there and cannot be fetched
   */
  static Ansible find(Map<String, String> environment) throws IOException {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path home =
        (cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
            .resolve("lockkeeper")
            .resolve("ansible-" + RELEASE);
    Path bin = home.resolve("bin");
    if (!Files.isExecutable(bin.resolve("ansible-playbook"))) {
      Files.createDirectories(home.getParent());
      LocalCommand.run(FETCH_LIMIT, List.of("python3", "-m", "venv", home.toString())).orThrow();
      LocalCommand.run(
              FETCH_LIMIT,
              List.of(bin.resolve("pip").toString(), "install", "-q", "ansible-core==" + RELEASE))
          .orThrow();
    }
    return new Ansible(bin);
  }

  /**
   * Plays a playbook and waits for its end, which has to be a good one.
   *
   * @param directory with the playbook, {@code inventory}, and room for its connections' sockets
   * @param sockets where its connections' sockets lie; a socket's path may not be long
   * @param variables handed over with {@code -e}
   */
  void play(Path directory, Path sockets, String playbook, Map<String, String> variables)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(bin.resolve("ansible-playbook").toString(), "-i", "inventory", playbook));
    variables.forEach((name, value) -> command.addAll(List.of("-e", name + "='" + value + "'")));
    Path log = directory.resolve("ansible.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "ANSIBLE_PIPELINING", "True",
                "ANSIBLE_FORKS", "10",
                "ANSIBLE_LOCALHOST_WARNING", "False",
                "ANSIBLE_SSH_CONTROL_PATH_DIR", sockets.toString(),
                "ANSIBLE_SSH_ARGS", "-o ControlMaster=auto -o ControlPersist=60s",
                "ANSIBLE_NOCOLOR", "True",
                "LC_ALL", "C.UTF-8"));
    int status = builder.start().waitFor();
    if (status != 0) {
      throw new LabException(
          playbook + " failed with exit status " + status + ":\n" + Files.readString(log));
    }
  }
}
