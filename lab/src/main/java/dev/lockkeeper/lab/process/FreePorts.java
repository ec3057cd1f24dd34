package dev.lockkeeper.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;

/**
 * TCP ports that nothing listens on at the moment of asking. No port is given twice, neither by
 * this JVM nor by another one of the same user while this one runs, and none is of those that the
 * system gives to outgoing connections: so a port stays free until its program listens, also when
 * that program is started again later.
 */
public final class FreePorts {
  private static final PortRange RANGE = PortRange.ofUser();

  private FreePorts() {}

  /** One free port on the usual loopback address. */
  public static int one() {
    return oneAt("127.0.0.1");
  }

  /**
   * One free port on an address of this machine.
   *
   * @throws UncheckedIOException when no port is left, or the address is not this machine's
   */
  public static int oneAt(String address) {
    try {
      // Before the search, which would take any failure to listen for a port in use.
      InetAddress place = InetAddress.getByName(address);
      new ServerSocket(0, 1, place).close();
      int port = RANGE.next();
      while (isTaken(place, port)) {
        port = RANGE.next();
      }
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException("No free TCP port on " + address + ": " + e.getMessage(), e);
    }
  }

  /**
   * Several free ports on the usual loopback address, all different.
   *
   * @throws UncheckedIOException when no port is left
   */
  public static List<Integer> some(int count) {
    return Stream.generate(FreePorts::one).limit(count).toList();
  }

  private static boolean isTaken(InetAddress address, int port) {
    try {
      new ServerSocket(port, 1, address).close();
      return false;
    } catch (IOException taken) {
      return true;
    }
  }
}
