package dev.lockkeeper.lab.host;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private /24 network: the machine is its .1, the hosts count from .11.
 *
 * @param prefix the first two numbers of the address, such as {@code 10.231}
 * @param third the third number
 */
record Subnet(String prefix, int third) {

  private static final String VARIABLE = "LOCKKEEPER_LAB_SUBNET";
  private static final Pattern NOTATION =
      Pattern.compile("(\\d{1,3}\\.\\d{1,3})\\.(\\d{1,3})\\.0/24");
  private static final int FIRST_HOST = 11;

  /** The subnet to try first: from the environment's LOCKKEEPER_LAB_SUBNET, else 10.231.0.0/24. */
  static Subnet preferred() {
    return parse(System.getenv().getOrDefault(VARIABLE, "10.231.0.0/24"));
  }

  static Subnet parse(String text) {
    Matcher matcher = NOTATION.matcher(text);
    if (!matcher.matches()) {
      throw new LabException(
          VARIABLE + " is \"" + text + "\"; write a network such as 10.231.0.0/24.");
    }
    return new Subnet(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  Subnet next() {
    return new Subnet(prefix, (third + 1) % 256);
  }

  String machine() {
    return address(1);
  }

  String host(int index) {
    return address(FIRST_HOST + index);
  }

  /** Whether this machine already has an address in the subnet. */
  boolean isTaken() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .map(InetAddress::getHostAddress)
        .anyMatch(address -> address.startsWith(prefix + "." + third + "."));
  }

  private String address(int last) {
    return prefix + "." + third + "." + last;
  }
}
