package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the leading nameserver sees of the tablets: their registrations in ZooKeeper, the offsets
 * they tell, and, with auto_failover, what is to be done when one goes or comes.
 */
final class TabletWatch {
  private static final int BEAT_MILLIS = 100;

  private final ZooKeeperSession session;
  private final String root;
  private final Catalog catalog;
  private final Recovery recovery;
  private final int patienceMillis;
  private final int statusMillis;
  private final Map<String, Seen> tablets = new TreeMap<>();

  TabletWatch(
      ZooKeeperSession session, String root, Catalog catalog, Recovery recovery, Flags flags) {
    this.session = session;
    this.root = root;
    this.catalog = catalog;
    this.recovery = recovery;
    this.patienceMillis = flags.number("tablet_heartbeat_timeout", 300_000);
    this.statusMillis = flags.number("get_table_status_interval", 2_000);
  }

  /** A tablet that is or was there. */
  private static final class Seen {
    private boolean healthy;
    private long since = System.nanoTime();
    private long registration;

    /** Given up for lost, or come back with an empty memory, while auto_failover was on. */
    private boolean offlined;

    private boolean empty;

    long millis() {
      return (System.nanoTime() - since) / 1_000_000;
    }

    void becomes(boolean nowHealthy) {
      healthy = nowHealthy;
      since = System.nanoTime();
    }
  }

  /** Looks once, so that a new leader knows its tablets before it answers. */
  synchronized void first() throws IOException {
    catalog
        .rows(row -> true)
        .forEach(row -> tablets.computeIfAbsent(row.endpoint, e -> new Seen()));
    look(false);
  }

  void start() {
    Thread thread = new Thread(this::watch, "tablets");
    thread.setDaemon(true);
    thread.start();
  }

  synchronized boolean knows(String endpoint) {
    return tablets.containsKey(endpoint);
  }

  synchronized boolean healthy(String endpoint) {
    Seen seen = tablets.get(endpoint);
    return seen != null && seen.healthy;
  }

  synchronized List<String> healthyOnes() {
    return tablets.keySet().stream().filter(this::healthy).toList();
  }

  /** Where a tablet listens. */
  String address(String endpoint) throws IOException {
    return endpoint.contains(":") ? endpoint : session.get(root + "/map/names/" + endpoint).text();
  }

  /** Rows of showtablet. */
  synchronized List<String> shown() throws IOException {
    List<String> rows = new ArrayList<>();
    for (Map.Entry<String, Seen> tablet : tablets.entrySet()) {
      String endpoint = tablet.getKey();
      Seen seen = tablet.getValue();
      rows.add(
          String.join(
              "\t",
              endpoint,
              endpoint.contains(":") ? "" : address(endpoint),
              seen.healthy ? "kHealthy" : "kOffline",
              Amounts.age(seen.millis())));
    }
    return rows;
  }

  private void watch() {
    long nextStatus = 0;
    while (true) {
      try {
        synchronized (this) {
          look(recovery.automatic());
        }
        if (System.nanoTime() >= nextStatus) {
          readOffsets();
          nextStatus = System.nanoTime() + statusMillis * 1_000_000L;
        }
        Thread.sleep(BEAT_MILLIS);
      } catch (IOException e) {
        Log.say("tablets: " + e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look(boolean automatic) throws IOException {
    Map<String, ZooKeeperSession.Node> registered = new HashMap<>();
    for (String endpoint : session.children(root + "/nodes")) {
      String path = root + "/nodes/" + endpoint;
      String text = session.textOr(path, "");
      if (!text.isEmpty()) {
        registered.put(endpoint, session.get(path));
      }
    }
    for (Map.Entry<String, ZooKeeperSession.Node> entry : registered.entrySet()) {
      arrive(entry.getKey(), entry.getValue(), automatic);
    }
    for (Map.Entry<String, Seen> entry : tablets.entrySet()) {
      Seen seen = entry.getValue();
      if (seen.healthy && !registered.containsKey(entry.getKey())) {
        Log.say("offline tablet with endpoint[" + entry.getKey() + "]");
        seen.becomes(false);
      }
      if (automatic) {
        heal(entry.getKey(), seen);
      }
    }
  }

  private void arrive(String endpoint, ZooKeeperSession.Node node, boolean automatic) {
    Seen seen = tablets.computeIfAbsent(endpoint, key -> new Seen());
    if (seen.registration != node.created()) {
      Log.say("tablet is online. endpoint[" + endpoint + "]");
      boolean cameBack = seen.registration != 0;
      seen.empty = cameBack && automatic && node.text().startsWith("startup_");
      seen.registration = node.created();
      seen.becomes(true);
    }
  }

  /** Gives a tablet up some time after it went, and recovers it when it is back. */
  private void heal(String endpoint, Seen seen) throws IOException {
    boolean lost = !seen.healthy && seen.millis() > patienceMillis;
    if ((lost || seen.empty) && !seen.offlined) {
      recovery.offline(endpoint);
      seen.offlined = true;
    }
    if (seen.healthy && seen.offlined && recovery.idle(endpoint)) {
      recovery.recover(endpoint, false);
      seen.offlined = false;
      seen.empty = false;
    }
  }

  /** Rows of a tablet that does not answer keep their numbers. */
  private void readOffsets() throws IOException {
    for (String endpoint : healthyOnes()) {
      try {
        for (String line : Wire.call(address(endpoint), "status")) {
          String[] words = line.split("\t");
          int tid = Integer.parseInt(words[0]);
          int pid = Integer.parseInt(words[1]);
          synchronized (catalog) {
            catalog
                .rows(row -> row.samePartition(tid, pid) && row.endpoint.equals(endpoint))
                .forEach(row -> row.offset = Long.parseLong(words[2]));
          }
        }
      } catch (IOException e) {
        Log.say(endpoint + " does not tell its offsets: " + e.getMessage());
      }
    }
  }
}
