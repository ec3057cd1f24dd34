package dev.lockkeeper.lab.openmldb.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How the look-alike's processes talk: one line of words between tabs, answered by "ok" or "error"
 * and lines. The same port answers {@code GET /status} and {@code GET /version} over HTTP, as the
 * vendor's RPC library does.
 */
public final class Wire {
  /** What a nameserver that does not lead says to everything. */
  public static final String NOT_LEADER = "nameserver is not leader";

  private static final int CONNECT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 5_000;

  private Wire() {}

  /** A server said no; the message is the vendor's. */
  public static final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
      super(message);
    }
  }

  /** Answers requests. */
  interface Handler {
    /** The lines of the answer to a request. */
    List<String> answer(String[] words) throws IOException;
  }

  /**
   * Asks a server.
   *
   * @param address {@code host:port}
   * @param words the request
   * @return the lines of its answer
   * @throws Refusal if it said no
   * @throws IOException if it did not answer
   */
  public static List<String> call(String address, String... words) throws IOException {
    int colon = address.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
          CONNECT_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket
          .getOutputStream()
          .write(String.join("\t", words).concat("\n").getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String first = reader.readLine();
      if (first == null) {
        throw new IOException("closed without an answer");
      }
      if (first.startsWith("error\t")) {
        throw new Refusal(first.substring("error\t".length()));
      }
      List<String> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
      return lines;
    }
  }

  /** Takes the port. Who connects waits until {@link #serve} is called. */
  static ServerSocket listen(String host, int port) throws IOException {
    ServerSocket listening = new ServerSocket();
    listening.setReuseAddress(true);
    listening.bind(new InetSocketAddress(host, port), 200);
    return listening;
  }

  /** Answers from threads of its own until the program ends. */
  static void serve(ServerSocket listening, String build, Handler handler) {
    start(() -> accept(listening, build, handler));
  }

  private static void accept(ServerSocket listening, String build, Handler handler) {
    while (true) {
      try {
        Socket socket = listening.accept();
        start(() -> answer(socket, build, handler));
      } catch (IOException e) {
        Log.say("accept: " + e);
      }
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  private static void answer(Socket socket, String build, Handler handler) {
    try (socket) {
      socket.setSoTimeout(ANSWER_MILLIS);
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String request = reader.readLine();
      if (request == null) {
        return;
      }
      String text =
          request.startsWith("GET ") ? page(request, reader, build) : lines(request, handler);
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException clientLeft) {
      Log.say("a client left: " + clientLeft.getMessage());
    }
  }

  private static String lines(String request, Handler handler) {
    try {
      List<String> lines = handler.answer(request.split("\t", -1));
      return "ok\n" + (lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    } catch (IOException e) {
      return "error\t" + e.getMessage() + "\n";
    }
  }

  private static String page(String request, BufferedReader reader, String build)
      throws IOException {
    String line = reader.readLine();
    while (line != null && !line.isEmpty()) {
      line = reader.readLine();
    }
    String path = request.split(" ")[1];
    String body =
        switch (path) {
          case "/status" -> "version: " + build + "\nnon_service_error: 0\n";
          case "/version" -> build + "\n";
          default -> "";
        };
    return "HTTP/1.1 "
        + (body.isEmpty() ? "404 Not Found" : "200 OK")
        + "\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
