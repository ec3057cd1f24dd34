package dev.lockkeeper.lab.lookalike.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** The node's port: clients and other nodes come in here, each with a thread of its own. */
final class Door {

  private static final int WAITING = 64;

  private final ServerSocket listener = new ServerSocket();
  private final List<Line> open = new ArrayList<>();
  private boolean closed;

  /** Listens from now on; {@link #serve} answers. */
  Door(InetSocketAddress address) throws IOException {
    listener.bind(address, WAITING);
  }

  /** Answers until the door is closed. */
  void serve(Protocol protocol) throws IOException {
    while (true) {
      Socket socket;
      try {
        socket = listener.accept();
      } catch (IOException e) {
        if (isClosed()) {
          return;
        }
        throw e;
      }
      enter(new Line(socket), protocol);
    }
  }

  /** Lets nobody in any more and shows everybody out. */
  synchronized void close() throws IOException {
    closed = true;
    listener.close();
    for (Line line : open) {
      line.close();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void enter(Line line, Protocol protocol) throws IOException {
    if (closed) {
      line.close();
      return;
    }
    open.add(line);
    Thread visitor =
        new Thread("visitor") {
          @Override
          public void run() {
            answer(line, protocol);
          }
        };
    visitor.setDaemon(true);
    visitor.start();
  }

  private synchronized void leave(Line line) {
    open.remove(line);
  }

  private void answer(Line line, Protocol protocol) {
    try (line) {
      for (String question = line.read(); question != null; question = line.read()) {
        line.write(protocol.answer(question));
      }
    } catch (IOException | RuntimeException e) {
      // Who left without a word, or said what no node would.
      System.err.println("a visitor left: ".concat(String.valueOf(e)));
    } finally {
      leave(line);
    }
  }
}
