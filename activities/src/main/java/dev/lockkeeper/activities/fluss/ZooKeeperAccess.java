package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.Tunnel;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/**
 * A ZooKeeper session, through SSH tunnels for those servers that this machine does not reach
 * itself.
 */
public final class ZooKeeperAccess implements AutoCloseable {
  private static final Duration REACH_LIMIT = Duration.ofSeconds(2);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);
  private static final int SESSION_TIMEOUT_MILLIS = 30_000;

  private final List<Tunnel> tunnels;
  private final ZooKeeper session;

  private ZooKeeperAccess(List<Tunnel> tunnels, ZooKeeper session) {
    this.tunnels = tunnels;
    this.session = session;
  }

  /**
   * @param servers connect string without a root
   * @param via a node that reaches ZooKeeper
   * @throws StepFailed UNREACHABLE when no session comes about
   */
  public static ZooKeeperAccess open(String servers, SshConnection via)
      throws StepFailed, SshFailure, InterruptedException {
    return open(servers, via, CONNECT_LIMIT);
  }

  static ZooKeeperAccess open(String servers, SshConnection via, Duration limit)
      throws StepFailed, SshFailure, InterruptedException {
    List<Tunnel> tunnels = new ArrayList<>();
    try {
      String reachable = reachable(servers, via, tunnels);
      return new ZooKeeperAccess(tunnels, connect(servers, reachable, tunnels, limit));
    } catch (StepFailed | SshFailure | InterruptedException | RuntimeException e) {
      tunnels.forEach(Tunnel::close);
      throw e;
    }
  }

  /** The open session. */
  public ZooKeeper session() {
    return session;
  }

  private static String reachable(String servers, SshConnection via, List<Tunnel> tunnels)
      throws SshFailure, InterruptedException {
    List<String> addresses = new ArrayList<>();
    for (String server : servers.split(",")) {
      int colon = server.lastIndexOf(':');
      String host = server.substring(0, colon);
      int port = Integer.parseInt(server.substring(colon + 1));
      // localhost in a cluster's configuration means the node, where another ZooKeeper may listen
      // here.
      boolean ofTheNode = isLoopback(host) && !isLoopback(via.target().host());
      if (!ofTheNode && reaches(host, port)) {
        addresses.add(server);
      } else {
        Tunnel tunnel = via.tunnel(host, port);
        tunnels.add(tunnel);
        addresses.add(tunnel.host() + ":" + tunnel.port());
      }
    }
    return String.join(",", addresses);
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  private static boolean reaches(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) REACH_LIMIT.toMillis());
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static ZooKeeper connect(
      String servers, String addresses, List<Tunnel> tunnels, Duration limit)
      throws StepFailed, InterruptedException {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper session;
    try {
      session =
          new ZooKeeper(
              addresses,
              SESSION_TIMEOUT_MILLIS,
              event -> {
                if (event.getState() == KeeperState.SyncConnected) {
                  connected.countDown();
                }
              });
    } catch (IOException | IllegalArgumentException e) {
      throw new StepFailed(
          FailureReason.INVALID,
          "ZooKeeper's address " + servers + " cannot be used: " + e.getMessage());
    }
    boolean there = false;
    try {
      there = connected.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!there) {
        session.close();
      }
    }
    if (there) {
      return session;
    }
    String tunnelled =
        tunnels.stream()
            .flatMap(tunnel -> tunnel.lastFailure().stream())
            .findFirst()
            .map(why -> " Through an SSH tunnel: " + why)
            .orElse("");
    throw new StepFailed(
        FailureReason.UNREACHABLE,
        "ZooKeeper at "
            + servers
            + " gave no session within "
            + limit.toSeconds()
            + " s; see that it runs and that fluss.zookeeper is right."
            + tunnelled);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tunnels.forEach(Tunnel::close);
  }
}
