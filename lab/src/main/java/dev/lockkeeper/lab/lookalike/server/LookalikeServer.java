package dev.lockkeeper.lab.lookalike.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The look-alike's server. It needs nothing but the JDK, and on its way up neither lambdas nor
 * streams nor {@code +} on strings, each of which would cost some 20 ms.
 */
public final class LookalikeServer {

  private LookalikeServer() {}

  /**
   * Serves until it is terminated.
   *
   * @param arguments the release's directory and the configuration file
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ReflectiveOperationException {
    long startedAt = System.currentTimeMillis();
    Path release = Path.of(arguments[0]);
    Configuration configuration = Configuration.read(Path.of(arguments[1]));
    Files.createDirectories(configuration.data());
    Identity self =
        new Identity(
            configuration.id(),
            Files.readString(release.resolve("VERSION")).strip(),
            release.toString(),
            pid(),
            startedAt);
    Audit audit = new Audit(configuration.data());
    Termination termination = new Termination(configuration, audit);
    termination.install();
    audit.add(
        "started",
        "pid=".concat(Long.toString(self.pid())),
        "version=".concat(self.version()),
        "release=".concat(self.release()));
    Thread.sleep(configuration.millis("start.seconds", 0));
    serve(self, configuration, audit, termination);
  }

  private static void serve(
      Identity self, Configuration configuration, Audit audit, Termination termination)
      throws IOException {
    SortedMap<Integer, InetSocketAddress> peers = configuration.peers();
    TreeSet<Integer> ids = new TreeSet<>(peers.keySet());
    ids.add(self.id());
    Placement placement = new Placement(ids);
    ClusterRecord record = new ClusterRecord(placement);
    Disk disk = new Disk(configuration.data());
    disk.load(record);
    Member member = new Member(self, configuration, placement, record, disk, audit);
    List<PeerLink> links = new ArrayList<>();
    for (Map.Entry<Integer, InetSocketAddress> peer : peers.entrySet()) {
      links.add(new PeerLink(member, peer.getKey(), peer.getValue()));
    }
    Door door = new Door(configuration.address());
    termination.serving(door, links);
    for (PeerLink link : links) {
      link.start();
    }
    audit.add("serving");
    door.serve(new Protocol(member));
    awaitTermination();
  }

  /** After the door was closed: the process ends when its termination does. */
  private static void awaitTermination() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Cheaper than the JDK's ProcessHandle, which starts threads. */
  private static long pid() throws IOException {
    return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/self")).toString());
  }
}
