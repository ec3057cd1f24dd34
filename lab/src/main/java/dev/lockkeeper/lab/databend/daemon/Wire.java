package dev.lockkeeper.lab.databend.daemon;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * How the daemons talk to each other, in the place of gRPC: one connection for each call, a map of
 * texts there and one back. An answer with {@code error} is thrown at the caller.
 */
final class Wire {
  /** Answers calls. */
  interface Service {
    Map<String, String> answer(Map<String, String> call) throws Refused, InterruptedException;
  }

  /** The other side has understood and says no. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private Wire() {}

  static Map<String, String> call(Address to, int limitMillis, Map<String, String> call)
      throws IOException, Refused {
    try (Socket socket = new Socket()) {
      socket.connect(to.socket(), limitMillis);
      socket.setSoTimeout(limitMillis);
      socket.setTcpNoDelay(true);
      write(new DataOutputStream(socket.getOutputStream()), call);
      Map<String, String> answer = read(new DataInputStream(socket.getInputStream()));
      String error = answer.get("error");
      if (error != null) {
        throw new Refused(error);
      }
      return answer;
    }
  }

  /** Listens until the program ends. */
  static void serve(Address at, Service service) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(at.socket(), 128);
    Threads.start(
        "accept-" + at.port(),
        () -> {
          while (true) {
            Socket socket = server.accept();
            Threads.start("call", () -> handle(socket, service));
          }
        });
  }

  private static void handle(Socket socket, Service service) throws InterruptedException {
    try (socket) {
      socket.setSoTimeout(10_000);
      socket.setTcpNoDelay(true);
      Map<String, String> call = read(new DataInputStream(socket.getInputStream()));
      Map<String, String> answer;
      try {
        answer = service.answer(call);
      } catch (Refused refusal) {
        answer = Map.of("error", String.valueOf(refusal.getMessage()));
      }
      write(new DataOutputStream(socket.getOutputStream()), answer);
    } catch (IOException callerIsGone) {
      // Its next call will tell it whatever it needs to know.
      return;
    }
  }

  private static void write(DataOutputStream out, Map<String, String> message) throws IOException {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    DataOutputStream buffer = new DataOutputStream(bytes);
    buffer.writeInt(message.size());
    for (Map.Entry<String, String> entry : message.entrySet()) {
      text(buffer, entry.getKey());
      text(buffer, entry.getValue());
    }
    out.write(bytes.toByteArray());
    out.flush();
  }

  private static Map<String, String> read(DataInputStream in) throws IOException {
    Map<String, String> message = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String key = text(in);
      message.put(key, text(in));
    }
    return message;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
