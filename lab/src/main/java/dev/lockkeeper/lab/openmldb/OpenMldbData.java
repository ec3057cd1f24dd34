package dev.lockkeeper.lab.openmldb;

import dev.lockkeeper.lab.openmldb.program.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an application sees of the look-alike: writes go to the tablet of a partition's leader,
 * reads to a tablet the nameserver lists as alive. Every failure is thrown; nothing is tried again.
 */
public final class OpenMldbData {
  private final List<String> nameservers;

  /**
   * @param nameservers their addresses, as {@code host:port}
   */
  public OpenMldbData(List<String> nameservers) {
    this.nameservers = List.copyOf(nameservers);
  }

  /**
   * A replica as the nameserver lists it.
   *
   * @param endpoint its tablet, by address or name
   * @param address where that tablet listens
   */
  public record Listed(
      String table,
      int tid,
      int pid,
      String endpoint,
      String address,
      boolean leader,
      boolean alive) {}

  /** The replicas of a database's tables, as the leading nameserver lists them. */
  public List<Listed> replicas(String database) throws IOException {
    Map<String, String> addresses = new HashMap<>();
    for (String line : ask("tablets")) {
      String[] words = line.split("\t", -1);
      addresses.put(words[0], words[1].isEmpty() ? words[0] : words[1]);
    }
    List<Listed> replicas = new ArrayList<>();
    for (String line : ask("replicas", database, "")) {
      String[] words = line.split("\t", -1);
      replicas.add(
          new Listed(
              words[0],
              Integer.parseInt(words[1]),
              Integer.parseInt(words[2]),
              words[3],
              addresses.getOrDefault(words[3], words[3]),
              words[4].equals("leader"),
              words[5].equals("yes")));
    }
    return replicas;
  }

  /** The setting auto_failover: {@code true} or {@code false}. */
  public String autoFailover() throws IOException {
    return ask("confget", "auto_failover").get(0).split("\t")[1];
  }

  /** Sets it. */
  public void setAutoFailover(boolean value) throws IOException {
    ask("confset", "", "auto_failover", Boolean.toString(value));
  }

  /** Writes through the leader of a partition, given one of its replicas as listed. */
  public void put(Listed leader, String key, String value) throws IOException {
    Wire.call(
        leader.address(),
        "put",
        Integer.toString(leader.tid()),
        Integer.toString(leader.pid()),
        key,
        value);
  }

  /** Reads from one replica; empty if it has no such key. */
  public String get(Listed replica, String key) throws IOException {
    List<String> answer =
        Wire.call(
            replica.address(),
            "get",
            Integer.toString(replica.tid()),
            Integer.toString(replica.pid()),
            key);
    return answer.isEmpty() ? "" : answer.get(0);
  }

  /** Makes a table; its replicas are spread over the tablets. */
  public void createTable(String database, String table, int partitions, int replicas)
      throws IOException {
    ask("createtable", database, table, Integer.toString(partitions), Integer.toString(replicas));
  }

  /** Leaves an operation that failed long ago in the nameserver's list. */
  public void addFailedOperation(String database, String table) throws IOException {
    ask("failedoperation", database, table);
  }

  /** Whether some nameserver leads and has so many healthy tablets. */
  boolean ready(int tablets) {
    try {
      return ask("tablets").stream().filter(line -> line.contains("\tkHealthy\t")).count()
          == tablets;
    } catch (IOException notYet) {
      return false;
    }
  }

  private List<String> ask(String... words) throws IOException {
    IOException last = new IOException("no nameserver is known");
    for (String nameserver : nameservers) {
      try {
        return Wire.call(nameserver, words);
      } catch (IOException e) {
        if (e instanceof Wire.Refusal && !Wire.NOT_LEADER.equals(e.getMessage())) {
          throw e;
        }
        last = e;
      }
    }
    throw last;
  }
}
