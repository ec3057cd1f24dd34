package dev.lockkeeper.lab.observer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connects to one server again and again. */
final class PortWatch {

  private static final int TIMEOUT_MILLIS = 250;

  private final String node;
  private final String host;
  private final int port;
  private final List<DownInterval> intervals = new ArrayList<>();
  private @Nullable Instant downSince;
  private long connections;

  PortWatch(String node, String host, int port) {
    this.node = node;
    this.host = host;
    this.port = port;
  }

  void look() {
    Instant before = Instant.now();
    boolean up = connects();
    synchronized (this) {
      connections++;
      Instant since = downSince;
      if (up && since != null) {
        intervals.add(new DownInterval(node, since, Instant.now()));
        downSince = null;
      } else if (!up && since == null) {
        downSince = before;
      }
    }
  }

  synchronized boolean up() {
    return downSince == null;
  }

  synchronized long connections() {
    return connections;
  }

  /** All intervals until now, the open one included. */
  synchronized List<DownInterval> intervals() {
    List<DownInterval> all = new ArrayList<>(intervals);
    Instant since = downSince;
    if (since != null) {
      all.add(new DownInterval(node, since, Instant.now()));
    }
    return all;
  }

  private boolean connects() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      return true;
    } catch (IOException down) {
      return false;
    }
  }
}
