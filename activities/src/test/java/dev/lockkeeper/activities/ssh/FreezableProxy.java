package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Forwards TCP to a loopback port until told to go silent, without closing anything. */
final class FreezableProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final int to;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean frozen;

  FreezableProxy(int to) throws IOException {
    this.to = to;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** From now on nothing passes, and nobody is told. */
  void freeze() {
    frozen = true;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
        sockets.addAll(List.of(client, server));
        daemon(() -> forward(client, server));
        daemon(() -> forward(server, client));
      }
    } catch (IOException ended) {
      closed.countDown();
    }
  }

  private void forward(Socket from, Socket into) {
    try (InputStream in = from.getInputStream();
        OutputStream out = into.getOutputStream()) {
      byte[] buffer = new byte[8192];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        if (frozen) {
          closed.await();
          return;
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException | InterruptedException ended) {
      // The test is over, or one side has closed.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    closed.countDown();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
