package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code --role=tablet}. After a start its memory is empty, whatever the nameserver believes, until
 * it is told to load.
 */
final class Tablet {
  private static final int BEAT_MILLIS = 50;

  private final String build;
  private final Identity identity;
  private final String zookeeper;
  private final String root;
  private final int sessionMillis;
  private final int loadMillis;
  private final int syncRows;
  private final Path data;
  private final Map<String, Partition> partitions = new ConcurrentHashMap<>();

  Tablet(String build, Flags flags) throws IOException {
    this.build = build;
    this.identity = Identity.of(flags);
    this.zookeeper = flags.text("zk_cluster", "");
    this.root = flags.text("zk_root_path", "/openmldb");
    this.sessionMillis = flags.number("zk_session_timeout", 2_000);
    this.loadMillis = flags.number("lab_load_millis", 100);
    this.syncRows = flags.number("lab_sync_rows", 1_000);
    this.data = Path.of(flags.text("db_root_path", "./db"));
  }

  void run() throws IOException {
    ServerSocket listening = Wire.listen(identity.host(), identity.port());
    Log.say("start tablet on endpoint " + identity.address() + " with version " + build);
    register("startup_" + identity.endpoint());
    // Not before: a tablet that is refused never shows its status page.
    Wire.serve(listening, build, this::answer);
    while (true) {
      replicate();
      try {
        Thread.sleep(BEAT_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /**
   * Its old registration outlives it for the length of a session, and a new one is then refused.
   */
  private void register(String value) throws IOException {
    ZooKeeperSession session = ZooKeeperSession.open(zookeeper, sessionMillis);
    session.ensure(root + "/nodes", "");
    identity.publish(session, root);
    try {
      session.create(root + "/nodes/" + identity.endpoint(), value, ZooKeeperSession.EPHEMERAL);
    } catch (ZooKeeperSession.Refusal e) {
      Log.say(
          "fail to register self with endpoint "
              + identity.endpoint()
              + ", err from zk "
              + e.code());
      System.exit(1);
    }
    Log.say("register self with endpoint " + identity.endpoint() + " ok");
    Log.say(
        "tablet with endpoint "
            + identity.endpoint()
            + " register to zk cluster "
            + zookeeper
            + " ok");
    session.keepAlive(this::registerAgain);
  }

  /** After a mere loss of the session, which keeps the memory, the value is the endpoint alone. */
  private void registerAgain() {
    while (true) {
      try {
        register(identity.endpoint());
        return;
      } catch (IOException e) {
        Log.say("no ZooKeeper: " + e.getMessage());
      }
    }
  }

  private List<String> answer(String[] words) throws IOException {
    switch (words[0]) {
      case "status":
        List<String> rows = new ArrayList<>();
        partitions.values().forEach(partition -> rows.add(partition.status()));
        return rows;
      case "create":
        fresh(words).create(words[3].equals("leader"));
        return List.of();
      case "load":
        load(words);
        return List.of();
      case "promote":
        return List.of(Long.toString(partition(words).promote(followers(words[3]))));
      case "follow":
        partition(words).follow(followers(words[3]));
        return List.of();
      case "followers":
        return partition(words).followerRows();
      case "put":
        partition(words).put(words[3], words[4]);
        return List.of();
      case "get":
        return List.of(partition(words).get(words[3]));
      case "replicate":
        List<String> entries = Arrays.asList(words).subList(4, words.length);
        return List.of(
            Long.toString(partition(words).replicate(Long.parseLong(words[3]), entries)));
      default:
        throw new Wire.Refusal("unknown request " + words[0]);
    }
  }

  private void load(String[] words) throws IOException {
    Partition known = partitions.get(words[1] + "_" + words[2]);
    boolean asLeader = words[3].equals("leader");
    long limit = Long.parseLong(words[4]);
    if (known != null) {
      known.load(asLeader, limit);
      return;
    }
    Partition partition = fresh(words);
    Thread loading =
        new Thread(
            () -> {
              try {
                Thread.sleep(loadMillis);
                partition.load(asLeader, limit);
              } catch (IOException | InterruptedException e) {
                Log.say("load failed: " + e);
              }
            });
    loading.setDaemon(true);
    loading.start();
  }

  private Partition fresh(String[] words) {
    Partition partition =
        new Partition(Integer.parseInt(words[1]), Integer.parseInt(words[2]), data);
    partitions.put(words[1] + "_" + words[2], partition);
    return partition;
  }

  private Partition partition(String[] words) throws Wire.Refusal {
    Partition partition = partitions.get(words[1] + "_" + words[2]);
    if (partition == null) {
      throw new Wire.Refusal("table is not found");
    }
    return partition;
  }

  private static Map<String, String> followers(String text) {
    Map<String, String> followers = new LinkedHashMap<>();
    for (String follower : text.split(",")) {
      if (!follower.isEmpty()) {
        int bar = follower.indexOf('|');
        followers.put(follower.substring(0, bar), follower.substring(bar + 1));
      }
    }
    return followers;
  }

  private void replicate() {
    for (Partition partition : partitions.values()) {
      if (partition.leads()) {
        partition.followers().forEach((name, address) -> replicate(partition, name, address));
      }
    }
  }

  private void replicate(Partition partition, String follower, String address) {
    long from = partition.followerOffset(follower);
    List<String> request =
        new ArrayList<>(
            List.of(
                "replicate",
                Integer.toString(partition.tid),
                Integer.toString(partition.pid),
                Long.toString(from)));
    request.addAll(partition.entriesFrom(from, syncRows));
    try {
      List<String> answer = Wire.call(address, request.toArray(String[]::new));
      partition.heard(follower, Long.parseLong(answer.get(0)));
    } catch (IOException notNow) {
      // Asked again in the next beat, from its beginning if it has lost its memory.
      partition.heard(follower, Math.max(0, from - syncRows));
    }
  }
}
