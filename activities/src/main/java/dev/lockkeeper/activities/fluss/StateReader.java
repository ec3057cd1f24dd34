package dev.lockkeeper.activities.fluss;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a cluster's state from ZooKeeper. Layout of 0.6 to 0.9: {@code coordinators/active}, {@code
 * tabletservers/ids/<id>}, the assignment in {@code tabletservers/tables/<id>} and {@code
 * tabletservers/partitions/<id>}, and below it {@code buckets/<n>/leader_isr}. Requests are sent
 * together, so that a read takes a few round trips however many buckets there are.
 */
final class StateReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ZooKeeper zookeeper;
  private final String root;

  StateReader(ZooKeeper zookeeper, String root) {
    this.zookeeper = zookeeper;
    this.root = root;
  }

  /**
   * @throws StepFailed UNREACHABLE when ZooKeeper does not answer; INVALID when what it holds
   *     cannot be understood
   */
  FlussState read() throws StepFailed, InterruptedException {
    try {
      CompletableFuture<@Nullable Entry> coordinator = data(root + "/coordinators/active");
      CompletableFuture<List<String>> ids = children(root + "/tabletservers/ids");
      if (zookeeperLacks(root)) {
        throw new StepFailed(
            FailureReason.INVALID, "ZooKeeper holds no " + root + "; correct fluss.zookeeperRoot");
      }
      Map<String, String> names = tableNames();
      List<Bucket> buckets = new ArrayList<>();
      buckets.addAll(buckets("/tabletservers/tables", names, "table "));
      buckets.addAll(buckets("/tabletservers/partitions", Map.of(), "partition "));
      return new FlussState(created(coordinator.get()), registrations(ids.get()), buckets);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KeeperException failure) {
        throw new StepFailed(
            FailureReason.UNREACHABLE, "ZooKeeper did not answer: " + failure.getMessage());
      }
      throw new StepFailed(
          FailureReason.INVALID, "ZooKeeper's answer cannot be read: " + e.getCause());
    } catch (IOException e) {
      throw new StepFailed(
          FailureReason.INVALID,
          "what ZooKeeper holds of Fluss cannot be understood: " + e.getMessage());
    }
  }

  private boolean zookeeperLacks(String path) throws ExecutionException, InterruptedException {
    return data(path).get() == null;
  }

  private Map<Integer, Long> registrations(List<String> ids)
      throws ExecutionException, InterruptedException, IOException {
    Map<String, CompletableFuture<@Nullable Entry>> asked = new LinkedHashMap<>();
    ids.forEach(id -> asked.put(id, data(root + "/tabletservers/ids/" + id)));
    Map<Integer, Long> registrations = new TreeMap<>();
    for (Map.Entry<String, CompletableFuture<@Nullable Entry>> entry : asked.entrySet()) {
      Entry found = entry.getValue().get();
      if (found != null) {
        registrations.put(number(entry.getKey(), found.path()), found.created());
      }
    }
    return registrations;
  }

  /** Names of tables by their id; a table whose id cannot be read is shown by its id. */
  private Map<String, String> tableNames()
      throws ExecutionException, InterruptedException, IOException {
    Map<String, CompletableFuture<@Nullable Entry>> asked = new LinkedHashMap<>();
    for (String database : children(root + "/metadata/databases").get()) {
      String tables = root + "/metadata/databases/" + database + "/tables";
      children(tables)
          .get()
          .forEach(table -> asked.put(database + "." + table, data(tables + "/" + table)));
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (Map.Entry<String, CompletableFuture<@Nullable Entry>> entry : asked.entrySet()) {
      Entry found = entry.getValue().get();
      if (found != null) {
        names.put(found.json().path("table_id").asText(), entry.getKey());
      }
    }
    return names;
  }

  private List<Bucket> buckets(String folder, Map<String, String> names, String kind)
      throws ExecutionException, InterruptedException, IOException {
    Map<String, CompletableFuture<@Nullable Entry>> assignments = new LinkedHashMap<>();
    children(root + folder)
        .get()
        .forEach(id -> assignments.put(id, data(root + folder + "/" + id)));
    Map<Bucket, CompletableFuture<@Nullable Entry>> asked = new LinkedHashMap<>();
    for (Map.Entry<String, CompletableFuture<@Nullable Entry>> assignment :
        assignments.entrySet()) {
      Entry found = assignment.getValue().get();
      if (found == null) {
        continue;
      }
      String id = assignment.getKey();
      String name = names.getOrDefault(id, kind + id);
      JsonNode assignedBuckets = found.json().path("buckets");
      if (!assignedBuckets.isObject()) {
        // Taken for a table without buckets it would look healthy.
        throw new IOException(found.path() + " has no buckets");
      }
      for (Map.Entry<String, JsonNode> bucket : assignedBuckets.properties()) {
        Bucket assigned =
            new Bucket(
                name,
                number(bucket.getKey(), found.path()),
                numbers(bucket.getValue(), found.path()),
                List.of(),
                -1);
        asked.put(
            assigned,
            data(root + folder + "/" + id + "/buckets/" + bucket.getKey() + "/leader_isr"));
      }
    }
    List<Bucket> buckets = new ArrayList<>();
    for (Map.Entry<Bucket, CompletableFuture<@Nullable Entry>> entry : asked.entrySet()) {
      Bucket assigned = entry.getKey();
      Entry found = entry.getValue().get();
      buckets.add(
          found == null
              ? assigned
              : new Bucket(
                  assigned.table(),
                  assigned.number(),
                  assigned.replicas(),
                  numbers(found.json().path("isr"), found.path()),
                  found.json().path("leader").asInt(-1)));
    }
    return buckets;
  }

  private static int number(String text, String path) throws IOException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IOException(path + " has \"" + text + "\" where a number should be", e);
    }
  }

  private static List<Integer> numbers(JsonNode array, String path) throws IOException {
    if (!array.isArray()) {
      throw new IOException(path + " lacks a list of server ids");
    }
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.canConvertToInt()) {
        throw new IOException(path + " has " + element + " where a server's id should be");
      }
      numbers.add(element.intValue());
    }
    return numbers;
  }

  private static long created(@Nullable Entry entry) {
    return entry == null ? 0 : entry.created();
  }

  /** The children of a node; none if there is no such node. */
  private CompletableFuture<List<String>> children(String path) {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    zookeeper.getChildren(
        path,
        false,
        (code, asked, context, children) ->
            complete(answer, code, asked, children == null ? List.of() : children, List.of()),
        null);
    return answer;
  }

  /** A node's content; null if there is no such node. */
  private CompletableFuture<@Nullable Entry> data(String path) {
    CompletableFuture<@Nullable Entry> answer = new CompletableFuture<>();
    zookeeper.getData(
        path,
        false,
        (code, asked, context, bytes, stat) ->
            complete(answer, code, asked, code == 0 ? new Entry(asked, bytes, stat) : null, null),
        null);
    return answer;
  }

  private static <T extends @Nullable Object> void complete(
      CompletableFuture<T> answer, int code, String path, T value, T absent) {
    KeeperException.Code result = KeeperException.Code.get(code);
    if (result == KeeperException.Code.OK) {
      answer.complete(value);
    } else if (result == KeeperException.Code.NONODE) {
      answer.complete(absent);
    } else {
      answer.completeExceptionally(KeeperException.create(result, path));
    }
  }

  private record Entry(String path, byte @Nullable [] bytes, Stat stat) {
    long created() {
      return stat.getCzxid();
    }

    JsonNode json() throws IOException {
      try {
        return JSON.readTree(bytes == null ? new byte[0] : bytes);
      } catch (JsonProcessingException e) {
        throw new IOException(path + " is not JSON: " + e.getOriginalMessage(), e);
      }
    }
  }
}
