package dev.lockkeeper.activities.sql;

import dev.lockkeeper.activities.ssh.SecretSource;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.Tunnel;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens sessions over PostgreSQL's protocol, directly or through a node. */
public final class SqlSessions {
  private final SqlTimeouts timeouts;

  public SqlSessions(SqlTimeouts timeouts) {
    this.timeouts = timeouts;
  }

  /**
   * Opens a session.
   *
   * @throws StepFailed UNREACHABLE, TIMEOUT, or REFUSED when the login or a certificate is not
   *     accepted or a secret is missing
   */
  public SqlSession open(SqlTarget target, SqlProfile profile) throws StepFailed {
    return connect(target, target.host(), target.port(), profile, null);
  }

  /**
   * Opens a session through a node, for ports that this machine does not reach. The tunnel ends
   * with the session.
   *
   * @param via leads to the address of the target as that node knows it
   */
  public SqlSession open(SqlTarget target, SqlProfile profile, SshConnection via)
      throws StepFailed, SshFailure, InterruptedException {
    Tunnel tunnel = via.tunnel(target.host(), target.port());
    try {
      return connect(target, tunnel.host(), tunnel.port(), profile, tunnel);
    } catch (StepFailed e) {
      String why = tunnel.lastFailure().map(failure -> "; the tunnel: " + failure).orElse("");
      tunnel.close();
      throw why.isEmpty() ? e : new StepFailed(e.reason(), e.getMessage() + why);
    }
  }

  private SqlSession connect(
      SqlTarget target, String host, int port, SqlProfile profile, @Nullable Tunnel tunnel)
      throws StepFailed {
    String address = target.address() + (tunnel == null ? "" : " (through a tunnel)");
    // Host, port and database are properties too: nothing of them can change the address.
    Properties properties = properties(profile);
    PGProperty.PG_HOST.set(properties, host);
    PGProperty.PG_PORT.set(properties, port);
    PGProperty.PG_DBNAME.set(properties, target.database());
    try {
      Connection connection = new Driver().connect("jdbc:postgresql://", properties);
      if (connection == null) {
        throw new StepFailed(FailureReason.DEFECT, "the driver does not know its own addresses");
      }
      return new SqlSession(address, connection, timeouts.query(), tunnel);
    } catch (SQLException e) {
      throw SqlFailures.of(
          address,
          "logging in as "
              + profile.user()
              + " with the credential profile '"
              + profile.name()
              + "'",
          e);
    }
  }

  private Properties properties(SqlProfile profile) throws StepFailed {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, profile.user());
    PGProperty.APPLICATION_NAME.set(properties, "lockkeeper");
    PGProperty.CONNECT_TIMEOUT.set(properties, (int) timeouts.connect().toSeconds());
    PGProperty.LOGIN_TIMEOUT.set(properties, (int) timeouts.connect().toSeconds());
    // Somewhat longer than a query may take, so that cancelling it comes first.
    PGProperty.SOCKET_TIMEOUT.set(properties, (int) timeouts.query().toSeconds() + 5);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    // Text and no prepared statements: the same on every database of this protocol.
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    SecretSource password = profile.password();
    if (password != null) {
      PGProperty.PASSWORD.set(properties, secret(profile, password));
    }
    SqlProfile.Certificates certificates = profile.certificates();
    if (certificates == null) {
      PGProperty.SSL_MODE.set(properties, "disable");
    } else {
      // Not verify-full: a tunnel ends at this machine, and KWDB (3.1.0) does not offer it.
      PGProperty.SSL_MODE.set(properties, "verify-ca");
      PGProperty.SSL_ROOT_CERT.set(properties, file(profile, certificates.root()));
      // Without these the driver would look for files of its own in the home of the worker.
      Path certificate = certificates.certificate();
      Path key = certificates.key();
      PGProperty.SSL_CERT.set(properties, certificate == null ? "" : file(profile, certificate));
      PGProperty.SSL_KEY.set(properties, key == null ? "" : file(profile, key));
    }
    return properties;
  }

  private static String file(SqlProfile profile, Path file) throws StepFailed {
    if (!Files.isReadable(file)) {
      throw unusable(profile, file + (Files.exists(file) ? " cannot be read" : " does not exist"));
    }
    return file.toString();
  }

  private static String secret(SqlProfile profile, SecretSource source) throws StepFailed {
    try {
      return source.read();
    } catch (IOException missing) {
      throw unusable(profile, "its password is missing: " + missing.getMessage());
    }
  }

  private static StepFailed unusable(SqlProfile profile, String why) {
    return new StepFailed(
        FailureReason.REFUSED,
        "The SQL credential profile '" + profile.name() + "' cannot be used: " + why);
  }
}
