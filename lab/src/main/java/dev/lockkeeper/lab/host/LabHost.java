package dev.lockkeeper.lab.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A host of the lab. Whatever is run on it, over SSH or with {@link #run}, is run by the same
 * unprivileged login user. Failures of the lab itself are thrown as {@link LabException}.
 */
public interface LabHost {

  /** Which packets of a connection. */
  enum Direction {
    /** The host hears nothing any more. */
    TO_HOST,
    /** The host hears all, and nobody hears it. */
    FROM_HOST
  }

  /** Its host name. */
  String name();

  /** The address at which this machine and the other hosts reach it. */
  String address();

  /** The port of its SSH server. */
  int port();

  /** The login user. */
  String sshUser();

  /** The private key that opens the login, without passphrase. */
  Path privateKey();

  /** OpenSSH known_hosts with the keys of all hosts of the lab. */
  Path knownHosts();

  /** The login user's home on the host. */
  String home();

  /**
   * Where the host keeps what is called for by an absolute path: the same path where it has its own
   * file tree, else one inside its directory.
   */
  String path(String absolute);

  /** As {@link #run(Duration, List)}, for at most a minute. */
  default CommandResult run(String... command) {
    return run(Duration.ofSeconds(60), List.of(command));
  }

  /**
   * Runs a command on the host as its login user, in the home and with the environment of a login,
   * but not through SSH.
   *
   * @param limit how long it may take
   * @param command the program and its arguments; no shell reads them
   */
  CommandResult run(Duration limit, List<String> command);

  /** Writes a small text file on the host as its login user. */
  default void write(String file, String text) {
    run("sh", "-c", "printf %s \"$1\" >\"$2\"", "write", text, file).orThrow();
  }

  /** What runs on the host now; cheap enough to be asked several times a second. */
  List<HostProcess> processes();

  /** What the host says in {@code /proc/sys/kernel/random/boot_id}. */
  default String bootId() {
    return run("cat", "/proc/sys/kernel/random/boot_id").orThrow().output().strip();
  }

  /**
   * Kills everything on the host without warning and boots it again on the same disk. Namespaces:
   * with another boot id. Loopback: the boot id stays that of the machine.
   */
  void reboot();

  /**
   * Cuts the host off: what is sent to it gets no answer. On loopback hosts only SSH falls silent.
   */
  void cut();

  /**
   * Drops SSH packets of one direction only; everything else of the host goes on. Only where hosts
   * are namespaces.
   */
  void cutSsh(Direction direction);

  /**
   * Lets SSH fall silent while everything else of the host goes on; what is sent to it waits and is
   * answered late, after {@link #mend()}.
   */
  void freezeSsh();

  /** Ends {@link #cut()}, {@link #cutSsh(Direction)} and {@link #freezeSsh()}. */
  void mend();

  /**
   * Makes every write below a directory fail for want of space; what is there stays readable. Only
   * where hosts are namespaces.
   *
   * @param directory an existing directory on the host
   */
  void fillDisk(String directory);

  /** Ends {@link #fillDisk(String)}. */
  void freeDisk(String directory);
}
