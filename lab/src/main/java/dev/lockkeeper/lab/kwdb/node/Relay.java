package dev.lockkeeper.lab.kwdb.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Hands every connection on to one address, byte by byte, so that TLS ends there. */
final class Relay {
  private Relay() {}

  static void start(ServerSocket socket, InetSocketAddress to) {
    daemon("accept", () -> accept(socket, to));
  }

  private static void accept(ServerSocket socket, InetSocketAddress to) {
    while (true) {
      try {
        Socket client = socket.accept();
        Socket server = new Socket();
        server.connect(to, 3_000);
        daemon("to-store", () -> copy(client, server));
        daemon("from-store", () -> copy(server, client));
      } catch (IOException e) {
        System.err.println("relay: " + e);
        if (socket.isClosed()) {
          return;
        }
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // The other direction has closed both, or the peer is gone: nobody is left to be told.
    }
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
