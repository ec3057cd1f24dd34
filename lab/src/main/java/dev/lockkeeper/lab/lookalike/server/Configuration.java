package dev.lockkeeper.lab.lookalike.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A node's {@code lookalike.conf}: lines of {@code key = value}.
 *
 * @param file where it was read from
 * @param values all values by their keys
 */
record Configuration(Path file, Map<String, String> values) {

  /**
   * Reads the file.
   *
   * @throws IOException if there is none
   */
  static Configuration read(Path file) throws IOException {
    Map<String, String> values = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return new Configuration(file, values);
  }

  /** The number of this node, 1 and up. */
  int id() {
    return Integer.parseInt(required("id"));
  }

  /** Where this node serves. */
  InetSocketAddress address() {
    return new InetSocketAddress(required("host"), Integer.parseInt(required("port")));
  }

  /** The other nodes: {@code 2@10.0.0.2:7400,3@10.0.0.3:7400}. */
  SortedMap<Integer, InetSocketAddress> peers() {
    SortedMap<Integer, InetSocketAddress> peers = new TreeMap<>();
    for (String peer : Words.split(required("peers"), ',')) {
      int at = peer.indexOf('@');
      int colon = peer.lastIndexOf(':');
      if (at < 1 || colon < at) {
        throw wrong("peers", "write 2@host:port,3@host:port");
      }
      peers.put(
          Integer.valueOf(peer.substring(0, at)),
          new InetSocketAddress(
              peer.substring(at + 1, colon), Integer.parseInt(peer.substring(colon + 1))));
    }
    return peers;
  }

  /** Where this node keeps its data; outside of the release. */
  Path data() {
    return Path.of(required("data"));
  }

  /**
   * How long something takes, in milliseconds. Read anew each time, so that a running server can be
   * made slower.
   *
   * @param key a key whose value is in seconds, such as {@code stop.seconds}
   * @param usual what it is without the key, in milliseconds
   */
  long millis(String key, long usual) {
    try {
      String value = read(file).values.get(key);
      return value == null ? usual : Math.round(Double.parseDouble(value) * 1000);
    } catch (IOException | NumberFormatException e) {
      System.err.println(key.concat(" is unreadable: ").concat(String.valueOf(e)));
      return usual;
    }
  }

  private String required(String key) {
    @Nullable String value = values.get(key);
    if (value == null) {
      throw wrong(key, "it is missing");
    }
    return value;
  }

  private IllegalArgumentException wrong(String key, String what) {
    return new IllegalArgumentException(
        String.join("", key, " in ", file.toString(), ": ", what, "."));
  }
}
