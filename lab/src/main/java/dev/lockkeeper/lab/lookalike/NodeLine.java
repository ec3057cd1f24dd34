package dev.lockkeeper.lab.lookalike;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection to a node: a question and its answer are one line each. */
final class NodeLine implements AutoCloseable {

  private final Socket socket = new Socket();
  private final BufferedReader answers;

  /**
   * Connects.
   *
   * @param limitMillis how long a connection and each answer may take
   */
  NodeLine(LookalikeNode node, int limitMillis) throws IOException {
    try {
      socket.connect(new InetSocketAddress(node.host().address(), node.port()), limitMillis);
      socket.setSoTimeout(limitMillis);
      socket.setTcpNoDelay(true);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  String ask(String question) throws IOException {
    socket.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the node closed the connection");
    }
    return answer;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close " + socket, e);
    }
  }
}
