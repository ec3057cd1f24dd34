package dev.lockkeeper.lab.demo;

import dev.lockkeeper.lab.process.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The usual port where it is free, so that commands need no address; else any free one. */
final class Ports {
  static final int TEMPORAL = 7233;
  static final int TEMPORAL_UI = 8233;
  static final int WORKER = 7450;

  private Ports() {}

  static int usualOrFree(int usual) {
    try (ServerSocket socket = new ServerSocket(usual, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      return FreePorts.one();
    }
  }
}
