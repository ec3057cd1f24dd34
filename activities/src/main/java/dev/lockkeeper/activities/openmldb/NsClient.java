package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.openmldb.Client.Request;
import dev.lockkeeper.activities.openmldb.Client.Twice;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The vendor's nameserver client ({@code bin/openmldb --role=ns_client}) with typed answers. The
 * leader of the moment is asked; while there is none, the same is tried again for a limited time.
 * Endpoints are what {@link TabletServer#endpoint()} says, which is a name with {@code --use_name}.
 *
 * <p>Every method fails with the vendor's words and what they mean: {@link StepFailed} if the
 * cluster says no or says something that cannot be read, {@link SshFailure} if the node cannot be
 * asked.
 */
public final class NsClient {
  /** Databases of the system, which showdb hides; their partitions need recovery as well. */
  public static final List<String> INTERNAL_DATABASES =
      List.of("__INTERNAL_DB", "__PRE_AGG_DB", "INFORMATION_SCHEMA");

  /** How long a cluster may be without a leader before that is a failure. */
  public static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String AUTO_FAILOVER = "auto_failover";
  private static final String NO_DATABASE = "";
  private static final List<String> NAMESERVER_COLUMNS = List.of("endpoint", "role");
  private static final List<String> TABLET_COLUMNS = List.of("endpoint", "state", "age");
  private static final List<String> REPLICA_COLUMNS =
      List.of("name", "tid", "pid", "endpoint", "role", "is_alive", "offset", "record_cnt");
  private static final List<String> OPERATION_COLUMNS =
      List.of("op_id", "op_type", "name", "pid", "status");

  private final Client client;

  /**
   * @param zookeeper the cluster's {@code --zk_cluster}
   * @param rootPath the cluster's {@code --zk_root_path}
   */
  public NsClient(OpenMldbBinary binary, ClientDialect dialect, String zookeeper, String rootPath) {
    this(binary, dialect, zookeeper, rootPath, USUAL_PATIENCE, PAUSE);
  }

  NsClient(
      OpenMldbBinary binary,
      ClientDialect dialect,
      String zookeeper,
      String rootPath,
      Duration patience,
      Duration pause) {
    this.client =
        new Client(
            binary,
            dialect,
            List.of("--zk_cluster=" + zookeeper, "--zk_root_path=" + rootPath, "--role=ns_client"),
            new Client.Patience(patience, pause));
  }

  /** The nameservers that ZooKeeper knows; a dead one stays for the length of its session. */
  public List<Nameserver> showNameservers() throws StepFailed, SshFailure, InterruptedException {
    return rows("showns", NO_DATABASE, NAMESERVER_COLUMNS, Nameserver::from);
  }

  /** All tablets that the cluster ever had, also those that are gone. */
  public List<TabletServer> showTablets() throws StepFailed, SshFailure, InterruptedException {
    return rows("showtablet", NO_DATABASE, TABLET_COLUMNS, TabletServer::from);
  }

  /** The databases of users. */
  public List<String> showDatabases() throws StepFailed, SshFailure, InterruptedException {
    List<String> names = databases();
    if (names.isEmpty()) {
      // showdb prints an empty table also when it failed; so hear that there is a leader first.
      showTablets();
      names = databases();
    }
    return names;
  }

  /** The databases of users and those of the system. */
  public List<String> allDatabases() throws StepFailed, SshFailure, InterruptedException {
    List<String> names = new ArrayList<>(showDatabases());
    names.addAll(INTERNAL_DATABASES);
    return names;
  }

  /** All replicas of the tables of a database. */
  public List<Replica> showTable(String database)
      throws StepFailed, SshFailure, InterruptedException {
    mustExist(database, "showtable");
    return replicas(database);
  }

  private List<Replica> replicas(String database)
      throws StepFailed, SshFailure, InterruptedException {
    return rows("showtable", database, REPLICA_COLUMNS, Replica::from);
  }

  /**
   * What the leader says of everything, at about the same time.
   *
   * @param tables replicas by database, those of the system included
   */
  public record Look(
      List<Nameserver> nameservers,
      List<TabletServer> tablets,
      List<Operation> operations,
      boolean autoFailover,
      Map<String, List<Replica>> tables) {}

  /** Asks for everything: by two runs of the client where that works, else command by command. */
  public Look look() throws StepFailed, SshFailure, InterruptedException {
    Optional<Look> quick;
    try {
      quick = quickLook();
    } catch (UnreadableAnswer e) {
      // Said again below, in a way that names the command.
      quick = Optional.empty();
    }
    return quick.isPresent()
        ? quick.get()
        : new Look(
            showNameservers(), showTablets(), showOperations(), autoFailover(), showAllTables());
  }

  private Optional<Look> quickLook() throws SshFailure, InterruptedException, UnreadableAnswer {
    Optional<List<String>> said =
        client.askAll(
            List.of("showns", "showtablet", "showopstatus", "confget " + AUTO_FAILOVER, "showdb"));
    if (said.isEmpty()) {
      return Optional.empty();
    }
    List<String> databases =
        RowReading.all(said.get().get(4), List.of("#", "name"), row -> row.text("name"));
    List<String> all = new ArrayList<>(databases);
    all.addAll(INTERNAL_DATABASES);
    List<String> uses = new ArrayList<>();
    for (String database : all) {
      uses.add("use " + Client.command(database) + "\nshowtable");
    }
    Optional<List<String>> tables = client.askAll(uses);
    // An empty list of databases is also what a failure prints.
    if (databases.isEmpty() || tables.isEmpty()) {
      return Optional.empty();
    }
    Map<String, List<Replica>> replicas = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      if (!tables.get().get(i).contains("Use database: " + all.get(i) + "\n")) {
        return Optional.empty();
      }
      replicas.put(all.get(i), RowReading.all(tables.get().get(i), REPLICA_COLUMNS, Replica::from));
    }
    return Optional.of(
        new Look(
            RowReading.all(said.get().get(0), NAMESERVER_COLUMNS, Nameserver::from),
            RowReading.all(said.get().get(1), TABLET_COLUMNS, TabletServer::from),
            RowReading.all(said.get().get(2), OPERATION_COLUMNS, Operation::from),
            truth(said.get().get(3)),
            replicas));
  }

  /** All replicas of all tables, by database, those of the system's databases included. */
  public Map<String, List<Replica>> showAllTables()
      throws StepFailed, SshFailure, InterruptedException {
    Map<String, List<Replica>> tables = new LinkedHashMap<>();
    // They were just listed, so an empty table is one without tables.
    for (String database : allDatabases()) {
      tables.put(database, replicas(database));
    }
    return tables;
  }

  /** The operations of all databases, old ones included. */
  public List<Operation> showOperations() throws StepFailed, SshFailure, InterruptedException {
    return rows("showopstatus", NO_DATABASE, OPERATION_COLUMNS, Operation::from);
  }

  /** Whether the cluster repairs itself when a tablet is lost. */
  public boolean autoFailover() throws StepFailed, SshFailure, InterruptedException {
    Request request = reading(Client.command("confget", AUTO_FAILOVER), NO_DATABASE);
    return client.ask(request, NsClient::truth);
  }

  private static boolean truth(String output) throws UnreadableAnswer {
    for (PrintedTable.Row row : PrintedTable.in(output, List.of("key", "value")).rows()) {
      if (row.text("key").equals(AUTO_FAILOVER)) {
        return switch (row.text("value")) {
          case "true" -> true;
          case "false" -> false;
          default -> throw row.unknown("value", row.text("value"));
        };
      }
    }
    throw new UnreadableAnswer("no row for " + AUTO_FAILOVER);
  }

  /**
   * Sets whether the cluster repairs itself. A new leader may bring back what its flags say, so ask
   * again after each change of leader.
   */
  public void setAutoFailover(boolean value) throws StepFailed, SshFailure, InterruptedException {
    change(
        Client.command("confset", AUTO_FAILOVER, Boolean.toString(value)), "set auto_failover ok");
  }

  /**
   * Takes a tablet's replicas out of service. Only starts that: the operations go on after this
   * returns. A partition whose other replicas are all dead is passed over in silence.
   */
  public void offlineEndpoint(String endpoint) throws StepFailed, SshFailure, InterruptedException {
    change(Client.command("offlineendpoint", endpoint), "offline endpoint ok");
  }

  /**
   * Brings a tablet's replicas back as followers. Only starts that, and passes over in silence the
   * replicas that the nameserver still holds for alive: wait first until those of {@link
   * #offlineEndpoint} are not.
   */
  public void recoverEndpoint(String endpoint) throws StepFailed, SshFailure, InterruptedException {
    change(Client.command("recoverendpoint", endpoint), "recover endpoint ok");
  }

  /** The same, and makes the tablet lead again what it led before. */
  public void recoverEndpointWithLeadership(String endpoint)
      throws StepFailed, SshFailure, InterruptedException {
    change(Client.command("recoverendpoint", endpoint, "true"), "recover endpoint ok");
  }

  /** Makes another tablet the leader of a partition. */
  public void changeLeader(String database, String table, int pid, String endpoint)
      throws StepFailed, SshFailure, InterruptedException {
    mustExist(database, "changeleader");
    String command = Client.command("changeleader", table, Integer.toString(pid), endpoint);
    client.change(new Request(command, database, Twice.HARMFUL), "change leader ok");
  }

  /** Makes the follower that is furthest the leader of a partition. */
  public void changeLeader(String database, String table, int pid)
      throws StepFailed, SshFailure, InterruptedException {
    changeLeader(database, table, pid, "auto");
  }

  private List<String> databases() throws StepFailed, SshFailure, InterruptedException {
    return rows("showdb", NO_DATABASE, List.of("#", "name"), row -> row.text("name"));
  }

  /** A database that is not there gives empty tables and no error (0.6.0 and later). */
  private void mustExist(String database, String command)
      throws StepFailed, SshFailure, InterruptedException {
    Client.command(database);
    if (!INTERNAL_DATABASES.contains(database) && !showDatabases().contains(database)) {
      throw client.failed(
          FailureReason.INVALID,
          reading(command, database),
          "there is no database " + database + "; see showdb");
    }
  }

  private void change(String command, String successLine)
      throws StepFailed, SshFailure, InterruptedException {
    client.change(new Request(command, NO_DATABASE, Twice.HARMLESS), successLine);
  }

  private <T> List<T> rows(
      String command, String database, List<String> columns, RowReading<T> reading)
      throws StepFailed, SshFailure, InterruptedException {
    return client.ask(
        reading(command, database), output -> RowReading.all(output, columns, reading));
  }

  private static Request reading(String command, String database) {
    return new Request(command, database, Twice.HARMLESS);
  }
}
