package dev.lockkeeper.lab.kwdb.node;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What a node says of itself in the state of the cluster. */
final class Membership implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement beat;
  private final long id;

  private Membership(Connection connection, long id) throws SQLException {
    this.connection = connection;
    this.id = id;
    this.beat = connection.prepareStatement("SELECT lab.beat(?)");
  }

  static Membership join(InetSocketAddress database, long id) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://"
                + database.getHostString()
                + ":"
                + database.getPort()
                + "/defaultdb?user=lab&sslmode=disable&connectTimeout=5");
    return new Membership(connection, id);
  }

  void announce(String address, String version, String verb, boolean upgradeComplete)
      throws SQLException {
    try (PreparedStatement join =
        connection.prepareStatement("SELECT lab.join_cluster(?, ?, ?, ?, ?)")) {
      join.setLong(1, id);
      join.setString(2, address);
      join.setString(3, version);
      join.setString(4, verb);
      join.setBoolean(5, upgradeComplete);
      join.execute();
    }
  }

  void beat() throws SQLException {
    beat.setLong(1, id);
    beat.execute();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
