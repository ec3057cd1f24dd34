package dev.lockkeeper.lab.databend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** Asks the daemons over HTTP, as an outsider. */
public final class DatabendHttp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();

  /** A node took a statement, and it failed. */
  public static final class StatementFailed extends IOException {
    private static final long serialVersionUID = 1L;

    StatementFailed(String message) {
      super(message);
    }
  }

  /** A page of the admin API: its status and text. */
  public HttpResponse<String> get(DatabendNode node, String path) throws IOException {
    return send(HttpRequest.newBuilder(uri(node.admin(), path)).timeout(LIMIT).build());
  }

  /** A page of the admin API that is JSON. */
  public JsonNode json(DatabendNode node, String path) throws IOException {
    HttpResponse<String> response = get(node, path);
    if (response.statusCode() != 200) {
      throw new IOException(node.name() + " answers " + response.statusCode() + " to " + path);
    }
    return JSON.readTree(response.body());
  }

  /**
   * The rows of a statement.
   *
   * @throws StatementFailed with Databend's error, if it has one
   */
  public JsonNode sql(DatabendNode node, String statement) throws IOException {
    String login =
        Base64.getEncoder()
            .encodeToString(
                (SqlUser.NAME + ":" + SqlUser.PASSWORD).getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(uri(node.client(), "/v1/query"))
                .timeout(LIMIT)
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("sql", statement))))
                .build());
    if (response.statusCode() != 200) {
      throw new IOException(node.name() + " answers " + response.statusCode());
    }
    JsonNode answer = JSON.readTree(response.body());
    if (answer.hasNonNull("error")) {
      throw new StatementFailed(answer.get("error").get("message").asText());
    }
    return answer.get("data");
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static URI uri(String authority, String path) {
    return URI.create("http://" + authority + path);
  }
}
