package dev.lockkeeper.activities.ssh;

import java.util.Optional;

/** A port on this machine's loopback address that leads, through a node, to another address. */
public interface Tunnel extends AutoCloseable {
  /** Always a loopback address. */
  String host();

  /** The local port to connect to. */
  int port();

  /**
   * Why the latest connection through the tunnel was not made, if it was not: clients only see that
   * it is closed at once.
   */
  Optional<String> lastFailure();

  /** Stops listening and cuts the connections that go through. */
  @Override
  void close();
}
