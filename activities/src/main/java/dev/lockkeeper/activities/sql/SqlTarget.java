package dev.lockkeeper.activities.sql;

/**
 * A database server to ask.
 *
 * @param host name or address, as this machine knows it, or the node that the tunnel goes through
 * @param port TCP port, 1 to 65535
 * @param database name of the database
 */
public record SqlTarget(String host, int port, String database) {
  public SqlTarget {
    if (host.isBlank() || database.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "A SQL target needs a host, a port from 1 to 65535 and a database; got '"
              + host
              + "', "
              + port
              + ", '"
              + database
              + "'");
    }
  }

  /** Returns {@code host:port}, for messages. */
  public String address() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
