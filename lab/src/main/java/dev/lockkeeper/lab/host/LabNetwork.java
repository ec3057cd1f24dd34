package dev.lockkeeper.lab.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A few hosts on a private network. Everything is taken down by {@link #close()}, by the end of
 * this program (also after Ctrl-C), and, should this program be killed, by the next lab that opens.
 */
public abstract sealed class LabNetwork implements AutoCloseable
    permits NamespaceNetwork, LoopbackNetwork {

  private final Thread atExit = new Thread(this::takeDown, "lab-take-down");
  private final LabDirectory directory;
  private boolean down;

  LabNetwork(LabDirectory directory) {
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Opens hosts of the best kind this machine allows.
   *
   * @param names their host names, in the order of their addresses
   * @throws LabException if a program is missing; the message names the package
   */
  public static LabNetwork open(List<String> names) {
    return open(NamespaceNetwork.isPossible() ? HostKind.NAMESPACES : HostKind.LOOPBACK, names);
  }

  /**
   * Opens hosts of a given kind.
   *
   * @param kind how they are made
   * @param names their host names, in the order of their addresses
   * @throws LabException if a program or a right is missing
   */
  public static LabNetwork open(HostKind kind, List<String> names) {
    SshIdentity.server();
    try {
      LabDirectory directory = LabDirectory.claim(kind);
      return switch (kind) {
        case NAMESPACES -> NamespaceNetwork.start(directory, names);
        case LOOPBACK -> LoopbackNetwork.start(directory, names);
      };
    } catch (IOException e) {
      throw new LabException("The lab's hosts could not be made: " + e.getMessage(), e);
    }
  }

  /** How the hosts are made. */
  public abstract HostKind kind();

  /** The hosts, in the order of their names at opening. */
  public abstract List<LabHost> hosts();

  /**
   * A directory that all hosts see as the same, like a network file system; as the hosts call it.
   */
  public abstract String sharedDirectory();

  /** The hosts' shared directory as this machine calls it. */
  public Path sharedOnMachine() {
    return directory.shared();
  }

  /** The host of that name. */
  public LabHost host(String name) {
    return hosts().stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new LabException("The lab has no host named " + name + "."));
  }

  /** The lab's own directory on this machine, with its keys and the hosts' SSH logs. */
  public Path directory() {
    return directory.path();
  }

  /** Ends everything that runs on the hosts and removes them. */
  @Override
  public void close() {
    takeDown();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException alreadyExiting) {
      // The hook is running or has run: it did the same.
      return;
    }
  }

  /** Ends the hosts; their directories are deleted afterwards. */
  abstract void stopHosts();

  private synchronized void takeDown() {
    if (down) {
      return;
    }
    down = true;
    stopHosts();
    try {
      directory.remove();
    } catch (IOException e) {
      throw new LabException(
          "The lab's directory %s could not be deleted: %s"
              .formatted(directory.path(), e.getMessage()),
          e);
    }
  }
}
