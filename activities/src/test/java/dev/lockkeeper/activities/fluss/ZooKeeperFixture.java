package dev.lockkeeper.activities.fluss;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A real ZooKeeper server in this process, and a session with it. */
final class ZooKeeperFixture implements AutoCloseable {
  private final Path directory;
  private final ZooKeeper session;
  private NIOServerCnxnFactory connections;
  private ZooKeeperServer server;

  ZooKeeperFixture(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    this.connections = new NIOServerCnxnFactory();
    this.server = new ZooKeeperServer(directory.toFile(), directory.toFile(), 500);
    connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    connections.startup(server);
    CountDownLatch connected = new CountDownLatch(1);
    session =
        new ZooKeeper(
            address(),
            10_000,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    connected.await();
  }

  int port() {
    return connections.getLocalPort();
  }

  String address() {
    return "127.0.0.1:" + port();
  }

  ZooKeeper session() {
    return session;
  }

  /** Stops the server; its data stay. */
  void stopServer() {
    connections.shutdown();
    server.shutdown();
  }

  /** Starts it again on the same port. */
  void startServer() throws IOException, InterruptedException {
    int port = connections.getLocalPort();
    connections = new NIOServerCnxnFactory();
    server = new ZooKeeperServer(directory.toFile(), directory.toFile(), 500);
    connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
    connections.startup(server);
  }

  /** Creates a node with its parents, and returns its creation transaction. */
  long put(String path, String text) throws KeeperException, InterruptedException {
    int slash = path.lastIndexOf('/');
    if (slash > 0 && session.exists(path.substring(0, slash), false) == null) {
      put(path.substring(0, slash), "");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (session.exists(path, false) == null) {
      session.create(path, bytes, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    } else {
      session.setData(path, bytes, -1);
    }
    return session.exists(path, false).getCzxid();
  }

  void delete(String path) throws KeeperException, InterruptedException {
    session.delete(path, -1);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    connections.shutdown();
    server.shutdown();
  }
}
