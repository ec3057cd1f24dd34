package dev.lockkeeper.lab.databend.daemon;

import java.net.InetSocketAddress;

/** A host and a port. */
record Address(String host, int port) {
  static Address of(String text) {
    int colon = text.lastIndexOf(':');
    return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  InetSocketAddress socket() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
