package dev.lockkeeper.workflows.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * Whether anything listens at an address. gRPC says of a server that wants TLS what it says of one
 * that is not there: that it is unavailable (grpc-java 1.76).
 */
public final class Listener {
  /** What a person may do when something listens that does not answer as Temporal does. */
  public static final String ADVICE =
      "If it wants TLS, set TEMPORAL_TLS=true, and TEMPORAL_TLS_SERVER_CA_CERT_PATH if its authority is not a"
          + " public one; if it wants a certificate, set TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH";

  private static final int PATIENCE_MILLIS = 1_000;

  private Listener() {}

  /**
   * Tries to connect, for a second at most.
   *
   * @param target host and port, such as 127.0.0.1:7233
   * @return false as well when the target lacks a host or a port
   */
  public static boolean isAt(String target) {
    URI address = URI.create("tcp://" + target);
    if (address.getHost() == null || address.getPort() < 0) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MILLIS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }
}
