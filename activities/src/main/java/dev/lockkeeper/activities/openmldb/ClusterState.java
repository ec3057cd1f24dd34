package dev.lockkeeper.activities.openmldb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster as its nameserver believes it to be, and what each tablet says of its own memory.
 *
 * @param tables replicas by database
 * @param memory what is loaded, by the tablet's endpoint; only of tablets that answered
 */
record ClusterState(
    List<Nameserver> nameservers,
    List<TabletServer> tablets,
    Map<String, List<Replica>> tables,
    List<Operation> operations,
    boolean autoFailover,
    Map<String, List<LoadedPartition>> memory) {
  /** A partition's place among all; prints as people write it. */
  record Key(String database, String table, int tid, int pid) implements Comparable<Key> {
    boolean ofUser() {
      return !NsClient.INTERNAL_DATABASES.contains(database);
    }

    @Override
    public int compareTo(Key other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return database + "." + table + "/" + pid;
    }
  }

  /** All replicas of each partition. */
  Map<Key, List<Replica>> partitions() {
    Map<Key, List<Replica>> partitions = new HashMap<>();
    tables.forEach(
        (database, replicas) ->
            replicas.forEach(
                replica ->
                    partitions
                        .computeIfAbsent(
                            new Key(database, replica.table(), replica.tid(), replica.pid()),
                            key -> new ArrayList<>())
                        .add(replica)));
    return partitions;
  }

  /** What a tablet says of a replica that it should have. */
  Optional<LoadedPartition> loaded(Replica replica) {
    return memory.getOrDefault(replica.endpoint(), List.of()).stream()
        .filter(one -> one.tid() == replica.tid() && one.pid() == replica.pid())
        .findFirst();
  }

  boolean healthy(String endpoint) {
    return tablets.stream()
        .anyMatch(
            tablet ->
                tablet.endpoint().equals(endpoint) && tablet.state() == TabletServer.State.HEALTHY);
  }

  /** The leading nameserver. */
  Optional<Nameserver> leader() {
    return nameservers.stream()
        .filter(nameserver -> nameserver.role() == Nameserver.Role.LEADER)
        .findFirst();
  }

  long lastOperation() {
    return operations.stream().mapToLong(Operation::id).max().orElse(0);
  }

  List<Operation> operationsAfter(long id) {
    return operations.stream().filter(operation -> operation.id() > id).toList();
  }
}
