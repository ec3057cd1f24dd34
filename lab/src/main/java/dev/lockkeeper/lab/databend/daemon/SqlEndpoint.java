package dev.lockkeeper.lab.databend.daemon;

import com.sun.net.httpserver.HttpExchange;
import dev.lockkeeper.lab.databend.daemon.Http.Page;
import dev.lockkeeper.lab.databend.daemon.Statements.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/query} of databend-query: one statement there, its whole answer back. */
final class SqlEndpoint {
  private final Users users;
  private final Statements statements;
  private final QueryLoad load;
  private final String node;
  private volatile boolean closing;

  SqlEndpoint(Users users, Statements statements, QueryLoad load, String node) {
    this.users = users;
    this.statements = statements;
    this.load = load;
    this.node = node;
  }

  /** Takes nothing more. */
  void close() {
    closing = true;
  }

  Page answer(HttpExchange exchange) throws IOException, InterruptedException {
    String user = users.of(exchange.getRequestHeaders().getFirst("Authorization"));
    if (user == null) {
      return new Page(
          401,
          "application/json; charset=utf-8",
          Json.of(Map.of("error", Map.of("code", 401, "message", "wrong password", "detail", ""))));
    }
    if (closing) {
      return Page.text(503, "this node is shutting down");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      // The driver says that it has read everything.
      return Page.json("{}");
    }
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String sql = Json.field(body, "sql");
    String id = UUID.randomUUID().toString();
    load.begin(id, user, sql);
    try {
      return Page.json(Json.of(answer(id, statements.run(sql))));
    } catch (Statements.Unknown wrong) {
      return Page.json(Json.of(failure(id, 1005, wrong)));
    } catch (MetaClient.Incompatible | IOException meta) {
      return Page.json(Json.of(failure(id, 2001, meta)));
    } finally {
      load.end(id);
    }
  }

  private Map<String, @Nullable Object> answer(String id, Rows rows) {
    Map<String, @Nullable Object> answer = head(id);
    List<Map<String, String>> schema = new ArrayList<>();
    rows.columns().forEach(name -> schema.add(Map.of("name", name, "type", "String")));
    answer.put("schema", schema);
    answer.put("data", rows.rows());
    answer.put("state", "Succeeded");
    answer.put("error", null);
    return tail(answer, id);
  }

  private Map<String, @Nullable Object> failure(String id, int code, Exception cause) {
    Map<String, @Nullable Object> answer = head(id);
    answer.put("schema", List.of());
    answer.put("data", List.of());
    answer.put("state", "Failed");
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", String.valueOf(cause.getMessage()));
    error.put("detail", "");
    answer.put("error", error);
    return tail(answer, id);
  }

  private Map<String, @Nullable Object> head(String id) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("id", id);
    answer.put("session_id", id);
    answer.put("node_id", node);
    return answer;
  }

  private static Map<String, @Nullable Object> tail(
      Map<String, @Nullable Object> answer, String id) {
    answer.put("stats_uri", "/v1/query/" + id);
    answer.put("final_uri", "/v1/query/" + id + "/final");
    answer.put("next_uri", null);
    answer.put("kill_uri", "/v1/query/" + id + "/kill");
    return answer;
  }
}
