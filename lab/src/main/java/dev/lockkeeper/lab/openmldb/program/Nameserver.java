package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code --role=nameserver}. The one with the lowest entry in ZooKeeper's queue leads; the others
 * say so and do nothing.
 */
final class Nameserver {
  private static final int BEAT_MILLIS = 100;
  private static final String USER_TABLE = "/lab_user_table";

  private final String build;
  private final Flags flags;
  private final Identity identity;
  private final String root;
  private final ZooKeeperSession session;
  private final Catalog catalog;
  private final Recovery recovery;
  private final TabletWatch watch;
  private volatile boolean leading;
  private boolean serving;

  Nameserver(String build, Flags flags) throws IOException {
    this.build = build;
    this.flags = flags;
    this.identity = Identity.of(flags);
    this.root = flags.text("zk_root_path", "/openmldb");
    this.session =
        ZooKeeperSession.open(
            flags.text("zk_cluster", ""), flags.number("zk_session_timeout", 2_000));
    this.catalog = new Catalog(session, root);
    this.recovery = new Recovery(catalog);
    this.watch = new TabletWatch(session, root, catalog, recovery, flags);
  }

  void run() throws IOException {
    if (!build.startsWith("0.9")) {
      serve();
    }
    identity.publish(session, root);
    session.ensure(root + "/leader", "");
    String place =
        session.create(
            root + "/leader/lock_request",
            identity.endpoint(),
            ZooKeeperSession.EPHEMERAL_SEQUENTIAL);
    Log.say("nameserver with endpoint " + identity.endpoint() + " register to zk cluster ok");
    session.keepAlive(() -> die("the session of ZooKeeper is over"));
    String mine = place.substring(place.lastIndexOf('/') + 1);
    while (true) {
      if (!leading && session.children(root + "/leader").get(0).equals(mine)) {
        lead();
      }
      if (!serving && (leading || session.textOr(root + USER_TABLE, "").equals("made"))) {
        serve();
      }
      try {
        Thread.sleep(BEAT_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** A standby of 0.9 opens its port only when some leader of 0.8.5 or later has made a table. */
  private void serve() throws IOException {
    Wire.serve(Wire.listen(identity.host(), identity.port()), build, this::answer);
    serving = true;
    Log.say("start nameserver on endpoint " + identity.address() + " with version " + build);
  }

  private void lead() throws IOException {
    catalog.load();
    watch.first();
    if (catalog.databases().isEmpty()) {
      createSystemTables();
    }
    String stored = session.textOr(root + "/config/auto_failover", "");
    if (stored.isEmpty() || flags.isTrue("lab_auto_failover_race", false)) {
      stored = flags.text("auto_failover", "true");
      session.put(root + "/config/auto_failover", stored);
    }
    recovery.setAutomatic(stored.equals("true"));
    if (build.startsWith("0.9")) {
      session.put(root + USER_TABLE, "made");
    }
    watch.start();
    new OperationRunner(catalog, watch, flags).start();
    leading = true;
    Log.say("become leader");
  }

  private void createSystemTables() throws IOException {
    int replicas = flags.number("system_table_replica_num", 1);
    int tablets = watch.healthyOnes().size();
    if (tablets < replicas) {
      die("tablet num " + tablets + " is less then system table replica num " + replicas);
    }
    create("__INTERNAL_DB", "JOB_INFO", 1, replicas);
    create("__PRE_AGG_DB", "PRE_AGG_META_INFO", 1, replicas);
    create("INFORMATION_SCHEMA", "GLOBAL_VARIABLES", 1, replicas);
  }

  private static void die(String why) {
    Log.say(why);
    System.exit(1);
  }

  private List<String> answer(String[] words) throws IOException {
    if (!leading) {
      throw new Wire.Refusal(Wire.NOT_LEADER);
    }
    return switch (words[0]) {
      case "databases" -> List.copyOf(catalog.databases());
      case "tablets" -> watch.shown();
      case "replicas" -> replicas(words[1], words[2]);
      case "operations" -> operations(words[1], words[2], words[3]);
      case "confget" -> configuration(words[1]);
      case "createtable" ->
          create(words[1], words[2], Integer.parseInt(words[3]), Integer.parseInt(words[4]));
      case "failedoperation" -> failedOperation(words[1], words[2]);
      default -> change(words);
    };
  }

  private List<String> replicas(String database, String table) {
    synchronized (catalog) {
      return catalog
          .rows(
              row -> row.database.equals(database) && (table.isEmpty() || row.table.equals(table)))
          .stream()
          .map(Row::shown)
          .toList();
    }
  }

  private List<String> operations(String database, String table, String pid) {
    synchronized (catalog) {
      return catalog
          .ops(
              op ->
                  (database.isEmpty() || op.database.equals(database))
                      && (table.isEmpty() || op.table.equals(table))
                      && (pid.isEmpty() || pid.equals(Integer.toString(op.pid))))
          .stream()
          .map(Op::shown)
          .toList();
    }
  }

  private List<String> configuration(String key) throws IOException {
    String value = session.textOr(root + "/config/" + key, "");
    if (value.isEmpty()) {
      throw new Wire.Refusal("cannot found key " + key);
    }
    return List.of(key + "\t" + value);
  }

  /** Commands: the database, then the arguments. */
  private List<String> change(String[] words) throws IOException {
    if (words[0].equals("confset")) {
      return configure(words[2], words[3]);
    }
    if (recovery.automatic()) {
      throw new Wire.Refusal("auto_failover is enabled");
    }
    switch (words[0]) {
      case "offlineendpoint" -> {
        mustKnow(words[2]);
        recovery.offline(words[2]);
      }
      case "recoverendpoint" -> {
        mustKnow(words[2]);
        if (!watch.healthy(words[2])) {
          throw new Wire.Refusal("tablet is not healthy");
        }
        recovery.recover(words[2], words.length > 3 && words[3].equals("true"));
      }
      case "changeleader" ->
          recovery.changeLeader(
              words[1],
              words[2],
              words[3],
              words.length > 4 ? Optional.of(words[4]) : Optional.empty());
      case "recovertable" -> recovery.recoverTable(words[1], words[2], words[3], words[4]);
      default -> throw new Wire.Refusal("unknown request " + words[0]);
    }
    return List.of();
  }

  private List<String> configure(String key, String value) throws IOException {
    if (!key.equals("auto_failover") || !(value.equals("true") || value.equals("false"))) {
      throw new Wire.Refusal("invalid parameter");
    }
    session.put(root + "/config/auto_failover", value);
    recovery.setAutomatic(value.equals("true"));
    return List.of();
  }

  private void mustKnow(String endpoint) throws Wire.Refusal {
    if (!watch.knows(endpoint)) {
      throw new Wire.Refusal(
          build.startsWith("0.5.") || build.startsWith("0.6.2")
              ? "endpoint is not exist"
              : "endpoint does not exist");
    }
  }

  private List<String> create(String database, String table, int partitions, int replicas)
      throws IOException {
    // Before the catalog's monitor: the watch takes its own first and the catalog's then.
    List<String> tablets = watch.healthyOnes();
    synchronized (catalog) {
      int tid = catalog.nextTid();
      for (int pid = 0; pid < partitions; pid++) {
        StringBuilder followers = new StringBuilder();
        for (int i = 0; i < replicas; i++) {
          String endpoint = tablets.get((tid + pid + i) % tablets.size());
          String address = watch.address(endpoint);
          catalog.add(new Row(database, table, tid, pid, endpoint, i == 0));
          Wire.call(
              address,
              "create",
              Integer.toString(tid),
              Integer.toString(pid),
              i == 0 ? "leader" : "follower");
          if (i > 0) {
            followers
                .append(followers.isEmpty() ? "" : ",")
                .append(endpoint)
                .append('|')
                .append(address);
          }
        }
        Wire.call(
            watch.address(tablets.get((tid + pid) % tablets.size())),
            "follow",
            Integer.toString(tid),
            Integer.toString(pid),
            followers.toString());
      }
      catalog.save();
    }
    return List.of();
  }

  /** An operation that failed long ago, as every old cluster has some. */
  private List<String> failedOperation(String database, String table) throws IOException {
    synchronized (catalog) {
      Row row =
          catalog.rows(one -> one.database.equals(database) && one.table.equals(table)).get(0);
      Op op = catalog.plan("kReAddReplicaOP", row, row.endpoint, false);
      op.begin();
      op.end("kFailed");
      catalog.save();
    }
    return List.of();
  }
}
