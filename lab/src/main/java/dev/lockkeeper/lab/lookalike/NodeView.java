package dev.lockkeeper.lab.lookalike;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a node answers to {@code state}.
 *
 * @param id the node
 * @param version of the release that it runs
 * @param pid its process, as its host numbers it
 * @param startedAt when the process started
 * @param release directory of that release, without symbolic links
 * @param alive the nodes that it hears, itself included
 * @param settings the cluster's settings
 * @param partitions in the order of their numbers
 */
public record NodeView(
    int id,
    String version,
    long pid,
    Instant startedAt,
    String release,
    Set<Integer> alive,
    Map<String, String> settings,
    List<PartitionView> partitions) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps unmodifiable copies. */
  public NodeView {
    alive = Set.copyOf(alive);
    settings = Map.copyOf(settings);
    partitions = List.copyOf(partitions);
  }

  /**
   * A partition as a node sees it.
   *
   * @param number which
   * @param epoch grows with each change of leader or in-sync replicas
   * @param leader the living node that leads, if there is one
   * @param replicas the nodes that hold it, the preferred leader first
   * @param inSync those of them whose replica is complete, dead or alive
   */
  public record PartitionView(
      int number, long epoch, OptionalInt leader, List<Integer> replicas, Set<Integer> inSync) {

    /** Keeps unmodifiable copies. */
    public PartitionView {
      replicas = List.copyOf(replicas);
      inSync = Set.copyOf(inSync);
    }

    /** Whether it is led and all its replicas are in sync. */
    public boolean isWhole() {
      return leader.isPresent() && inSync.containsAll(replicas);
    }

    /** Whether it is whole and led by its preferred leader. */
    public boolean isAtRest() {
      return isWhole() && leader.getAsInt() == replicas.get(0);
    }
  }

  /** Whether this node hears so many nodes and all partitions are whole. */
  public boolean isWhole(int nodes) {
    return alive.size() == nodes && partitions.stream().allMatch(PartitionView::isWhole);
  }

  /** Whether this node hears so many nodes and nothing will move any more. */
  public boolean isAtRest(int nodes) {
    return alive.size() == nodes && partitions.stream().allMatch(PartitionView::isAtRest);
  }

  /** The numbers of the partitions that a node leads. */
  public List<Integer> ledBy(int node) {
    return partitions.stream()
        .filter(partition -> partition.leader().equals(OptionalInt.of(node)))
        .map(PartitionView::number)
        .toList();
  }

  /**
   * Reads the answer.
   *
   * @throws IOException if it is none
   */
  static NodeView parse(String json) throws IOException {
    JsonNode state = JSON.readTree(json);
    if (!state.has("partitions")) {
      throw new IOException("not a state: " + json);
    }
    Map<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, JsonNode> setting : state.get("settings").properties()) {
      settings.put(setting.getKey(), setting.getValue().asText());
    }
    List<PartitionView> partitions = new ArrayList<>();
    for (JsonNode partition : state.get("partitions")) {
      JsonNode leader = partition.get("leader");
      partitions.add(
          new PartitionView(
              partition.get("partition").asInt(),
              partition.get("epoch").asLong(),
              leader.isNull() ? OptionalInt.empty() : OptionalInt.of(leader.asInt()),
              ids(partition.get("replicas")),
              new TreeSet<>(ids(partition.get("inSync")))));
    }
    return new NodeView(
        state.get("id").asInt(),
        state.get("version").asText(),
        state.get("pid").asLong(),
        Instant.parse(state.get("startedAt").asText()),
        state.get("release").asText(),
        new TreeSet<>(ids(state.get("alive"))),
        settings,
        partitions);
  }

  private static List<Integer> ids(JsonNode list) {
    List<Integer> ids = new ArrayList<>();
    list.forEach(id -> ids.add(id.asInt()));
    return ids;
  }
}
