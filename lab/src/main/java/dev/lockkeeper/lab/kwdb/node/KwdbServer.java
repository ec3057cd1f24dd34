package dev.lockkeeper.lab.kwdb.node;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * The server of a node: takes part in the cluster, and hands what comes to its SQL port on to the
 * database that stands for the cluster's SQL layer. Its command line is that of {@code kwbase
 * start}, after the version.
 */
public final class KwdbServer {
  private static final long BEAT_NANOS = 250_000_000;
  private static final Path SETTINGS = Path.of("/etc/kwdb-lab");
  private static final Path LIES = SETTINGS.resolve("lies");

  private KwdbServer() {}

  /** Runs until it is told to stop. */
  public static void main(String[] arguments)
      throws IOException, SQLException, InterruptedException {
    String version = arguments[0];
    StartCommand command =
        StartCommand.parse(Arrays.asList(arguments).subList(1, arguments.length));
    Path store = Path.of(command.store());
    Files.createDirectories(store.resolve("logs"));
    if (!Files.exists(store.resolve("CLUSTERID"))) {
      Files.writeString(store.resolve("CLUSTERID"), "lab\n");
      Files.write(store.resolve("000001.sst"), new byte[256 * 1024]);
    }
    log(store, version + " starts as " + command.verb());
    if (Files.exists(LIES.resolve("never-listens"))) {
      new CountDownLatch(1).await();
    }
    if (Files.exists(LIES.resolve("dies-at-start"))) {
      log(store, "F  store is of a newer version");
      System.exit(1);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(store)));
    run(version, command, store);
  }

  private static void run(String version, StartCommand command, Path store)
      throws IOException, SQLException {
    String[] sql = Files.readString(SETTINGS.resolve("store")).strip().split(":");
    InetSocketAddress database = new InetSocketAddress(sql[0], Integer.parseInt(sql[1]));
    long id = Long.parseLong(Files.readString(SETTINGS.resolve("id")).strip());
    String address = Files.readString(SETTINGS.resolve("address")).strip();
    InetSocketAddress listen = command.listen();
    try (Membership membership = Membership.join(database, id);
        ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(listen);
      http(command.http());
      Relay.start(socket, database);
      membership.announce(
          address + ":" + listen.getPort(), version, command.verb(), command.upgradeComplete());
      membership.beat();
      log(store, "node " + id + " listens on " + listen.getPort());
      while (true) {
        membership.beat();
        LockSupport.parkNanos(BEAT_NANOS);
      }
    }
  }

  private static void http(InetSocketAddress address) throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/health",
        exchange -> {
          byte[] body = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.setExecutor(
        task -> {
          Thread thread = new Thread(task, "http");
          thread.setDaemon(true);
          thread.start();
        });
    server.start();
  }

  private static void end(Path store) {
    try {
      log(store, "initiating graceful shutdown of server");
      if (Files.exists(LIES.resolve("stop-hangs"))) {
        new CountDownLatch(1).await();
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("shutdown: " + e);
    }
  }

  private static void log(Path store, String text) throws IOException {
    Files.writeString(
        store.resolve("logs/kwbase.log"),
        text + "\n",
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
  }
}
