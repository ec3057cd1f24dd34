package dev.lockkeeper.activities.databend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SecretSource;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.ssh.Tunnel;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks daemons over HTTP, through their own nodes: the admin API often listens on the loopback
 * address only, and needs no program on the node this way. For one thread; tunnels stay open until
 * it is closed.
 *
 * <p>SQL goes over databend-query's HTTP too, because the vendor's JDBC driver does nothing else.
 */
final class DaemonLines implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final int MOST_PAGES = 1_000;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  private final Nodes connections;
  private final Map<String, Tunnel> tunnels = new HashMap<>();

  DaemonLines(Nodes connections) {
    this.connections = connections;
  }

  /** An answer that is no answer: the daemon is down, or has something against the question. */
  static final class Silent extends Exception {
    private static final long serialVersionUID = 1L;

    Silent(String message) {
      super(message);
    }
  }

  /** What a page of the admin API says, with its HTTP status. */
  record Page(int status, String text) {}

  /** A page of a daemon's admin API that answers 200. */
  String admin(Daemon daemon, String path) throws Silent, SshFailure, InterruptedException {
    Page page = page(daemon, path);
    if (page.status() != 200) {
      throw new Silent("answers HTTP " + page.status() + " to " + path + ": " + brief(page.text()));
    }
    return page.text();
  }

  /** A page of a daemon's admin API, whatever its status. */
  Page page(Daemon daemon, String path) throws Silent, SshFailure, InterruptedException {
    HttpResponse<String> response =
        send(daemon, daemon.admin(), uri -> HttpRequest.newBuilder(uri.resolve(path)).GET());
    return new Page(response.statusCode(), response.body());
  }

  /**
   * The rows of a statement.
   *
   * @throws StepFailed REFUSED when the password is missing or wrong
   * @throws Silent when the daemon does not answer or the statement fails
   */
  JsonNode rows(Daemon query, SqlProfile profile, String statement)
      throws Silent, StepFailed, SshFailure, InterruptedException {
    String login = login(profile);
    String body = JSON.createObjectNode().put("sql", statement).toString();
    JsonNode answer =
        sql(
            query,
            profile,
            uri ->
                HttpRequest.newBuilder(uri.resolve("/v1/query"))
                    .header("Authorization", login)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
    ArrayNode rows = JSON.createArrayNode();
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      answer.path("data").forEach(rows::add);
      String next = answer.path("next_uri").asText("");
      if (!answer.hasNonNull("next_uri") || !next.startsWith("/")) {
        return rows;
      }
      // A statement goes on only while somebody reads its pages.
      answer =
          sql(
              query,
              profile,
              uri ->
                  HttpRequest.newBuilder(uri.resolve(next)).header("Authorization", login).GET());
    }
    throw new Silent("has more than " + MOST_PAGES + " pages for: " + statement);
  }

  private JsonNode sql(Daemon query, SqlProfile profile, Request request)
      throws Silent, StepFailed, SshFailure, InterruptedException {
    HttpResponse<String> response = send(query, query.client(), request);
    if (response.statusCode() == 401 || response.statusCode() == 403) {
      throw new StepFailed(
          FailureReason.REFUSED,
          query.name()
              + " does not let "
              + profile.user()
              + " log in with the SQL credential profile '"
              + profile.name()
              + "' (HTTP "
              + response.statusCode()
              + ")");
    }
    if (response.statusCode() != 200) {
      throw new Silent("answers HTTP " + response.statusCode() + ": " + brief(response.body()));
    }
    try {
      JsonNode answer = JSON.readTree(response.body());
      if (answer.hasNonNull("error")) {
        JsonNode error = answer.get("error");
        throw new Silent(
            "says " + error.path("code").asText() + ": " + brief(error.path("message").asText("")));
      }
      return answer;
    } catch (JsonProcessingException e) {
      throw new Silent("gives no JSON: " + brief(response.body()));
    }
  }

  private static String login(SqlProfile profile) throws StepFailed {
    SecretSource source = profile.password();
    try {
      String password = source == null ? "" : source.read();
      return "Basic "
          + Base64.getEncoder()
              .encodeToString((profile.user() + ":" + password).getBytes(StandardCharsets.UTF_8));
    } catch (IOException missing) {
      throw new StepFailed(
          FailureReason.REFUSED,
          "The SQL credential profile '"
              + profile.name()
              + "' cannot be used: its password is missing: "
              + missing.getMessage());
    }
  }

  private interface Request {
    HttpRequest.Builder to(URI daemon);
  }

  private HttpResponse<String> send(Daemon daemon, String address, Request request)
      throws Silent, SshFailure, InterruptedException {
    Tunnel tunnel = tunnel(daemon.node(), address);
    URI uri = URI.create("http://" + tunnel.host() + ":" + tunnel.port());
    try {
      return CLIENT.send(
          request.to(uri).timeout(ANSWER_LIMIT).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      String why = tunnel.lastFailure().map(failure -> "; the tunnel: " + failure).orElse("");
      throw new Silent("does not answer at " + address + " (" + e.getMessage() + why + ")");
    }
  }

  private Tunnel tunnel(Target node, String address) throws SshFailure, InterruptedException {
    String key = node.node().name() + " " + address;
    Tunnel open = tunnels.get(key);
    if (open == null) {
      int colon = address.lastIndexOf(':');
      open =
          connections
              .to(new SshTarget(node.node().host(), node.node().port(), node.credentials()))
              .tunnel(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
      tunnels.put(key, open);
    }
    return open;
  }

  private static String brief(String text) {
    String plain = text.strip();
    return plain.length() <= 300 ? plain : plain.substring(0, 300) + "…";
  }

  @Override
  public void close() {
    tunnels.values().forEach(Tunnel::close);
    tunnels.clear();
  }
}
