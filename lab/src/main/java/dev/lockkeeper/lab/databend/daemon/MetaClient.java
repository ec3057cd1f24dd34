package dev.lockkeeper.lab.databend.daemon;

import dev.lockkeeper.lab.databend.daemon.Wire.Refused;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * databend-query's connection to databend-meta. Each call begins with the handshake, as each new
 * connection does in Databend.
 */
final class MetaClient {
  /** The two do not fit: the query cannot work with this databend-meta. */
  static final class Incompatible extends Exception {
    private static final long serialVersionUID = 1L;

    Incompatible(String message) {
      super(message);
    }
  }

  private static final int LIMIT_MILLIS = 5_000;
  private static final int PATIENCE_MILLIS = 3_000;

  private final Build build;
  private final List<Address> endpoints;
  private int current;

  MetaClient(Build build, List<String> endpoints) {
    this.build = build;
    this.endpoints = endpoints.stream().map(Address::of).toList();
  }

  /** Compares versions with the endpoint in use. */
  void handshake() throws IOException, Incompatible {
    call(Map.of("op", "handshake"));
  }

  void put(String key, String value, long leaseMillis) throws IOException, Incompatible {
    call(Map.of("op", "put", "key", key, "value", value, "lease", Long.toString(leaseMillis)));
  }

  void append(String key, String line) throws IOException, Incompatible {
    String id = UUID.randomUUID().toString();
    call(Map.of("op", "append", "key", key, "value", line, "id", id));
  }

  void delete(String key) throws IOException, Incompatible {
    call(Map.of("op", "delete", "key", key));
  }

  Map<String, String> list(String prefix) throws IOException, Incompatible {
    return call(Map.of("op", "list", "prefix", prefix));
  }

  /**
   * Asks one endpoint after the other until one answers, for a while: there may be an election.
   * What has happened already does not happen twice by being asked again.
   */
  private Map<String, String> call(Map<String, String> what) throws IOException, Incompatible {
    Map<String, String> call = new HashMap<>(what);
    call.put("version", build.version().split("-", 2)[0]);
    call.put("digits", Long.toString(Build.digits(build.version())));
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    for (int tries = 1; ; tries++) {
      IOException failure;
      Address endpoint = endpoint();
      try {
        greet(endpoint, call);
        return Wire.call(endpoint, LIMIT_MILLIS, call);
      } catch (IOException e) {
        failure = new IOException(endpoint + ": " + e.getMessage(), e);
      } catch (Refused refusal) {
        String text = String.valueOf(refusal.getMessage());
        if (text.startsWith("InvalidArgument: ")) {
          throw turnedAway(text.substring("InvalidArgument: ".length()));
        }
        failure = new IOException(text);
      }
      if (System.nanoTime() > deadline) {
        throw failure;
      }
      next();
      if (tries % endpoints.size() == 0) {
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  private void greet(Address endpoint, Map<String, String> call)
      throws IOException, Refused, Incompatible {
    Map<String, String> greeting = new HashMap<>(call);
    greeting.put("op", "handshake");
    Map<String, String> answer = Wire.call(endpoint, LIMIT_MILLIS, greeting);
    String server = answer.getOrDefault("version", "0.0.0");
    if (Build.digits(server) < Build.digits(build.oldestMeta())) {
      throw new Incompatible(tooOld(server));
    }
  }

  /** What this release says of a databend-meta that is too old. */
  private String tooOld(String server) {
    if (!build.atLeast("1.2.726")) {
      return "failed to handshake with meta-service: incompatible protocol version, cause: metasrv protocol_version(%s) < meta-client min-compatible(%s)"
          .formatted(server.split("-", 2)[0], build.oldestMeta());
    }
    String text =
        "HandshakeError with databend-meta: Invalid: server protocol_version((%s)) < client required((%s))"
            .formatted(tuple(server), tuple(build.oldestMeta()));
    return build.atLeast("1.2.880") ? text : text + " for feature watch/initial_flush";
  }

  /** What this release says when databend-meta finds it too old. */
  private Incompatible turnedAway(String message) {
    String start =
        build.atLeast("1.2.726")
            ? "HandshakeError with databend-meta: Connection Failure; cause: tonic::status::Status: "
            : "failed to handshake with meta-service: ";
    return new Incompatible(
        start
            + "status: InvalidArgument, message: \""
            + message
            + "\", details: [], metadata: MetadataMap { headers: {} }");
  }

  private static String tuple(String version) {
    return version.split("-", 2)[0].replace(".", ", ");
  }

  private synchronized Address endpoint() {
    return endpoints.get(current);
  }

  private synchronized void next() {
    current = (current + 1) % endpoints.size();
  }
}
