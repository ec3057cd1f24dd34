package dev.lockkeeper.lab.openmldb.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code --role=ns_client}. Everything is said on standard output, failures too. Starts a dozen
 * times in each step of an upgrade, so nothing here uses lambdas, streams or string templates,
 * which cost the JVM more than the rest.
 */
final class NameserverShell {
  private static final String RPC_FAILED = "";
  private static final String[] TABLE_HEADER = {
    "name",
    "tid",
    "pid",
    "endpoint",
    "role",
    "is_alive",
    "offset",
    "record_cnt",
    "memused",
    "diskused"
  };
  private static final String[] OPERATION_HEADER = {
    "op_id",
    "op_type",
    "name",
    "pid",
    "status",
    "start_time",
    "execute_time",
    "end_time",
    "cur_task",
    "for_replica_cluster"
  };

  private final String version;
  private final Flags flags;
  private final StringBuilder said = new StringBuilder();
  private String leader = "";
  private String leaderAddress = "";
  private String database = "";

  NameserverShell(String version, Flags flags) {
    this.version = version;
    this.flags = flags;
  }

  void run() throws IOException {
    boolean old = version.startsWith("0.5.");
    String command = flags.text("cmd", "");
    boolean single = old ? !flags.isTrue("interactive", true) : !command.isEmpty();
    if (!single) {
      say("Welcome to openmldb with version ".concat(OpenMldb.build(version)));
    }
    ZooKeeperSession session = findLeader();
    if (session != null) {
      say("ns leader: ".concat(leader));
      if (single) {
        // Before 0.6.0 the flag is accepted and ignored.
        database = old ? "" : chosen(flags.text("database", ""));
        execute(command, session);
      } else {
        interact(session);
      }
      session.close();
    }
    System.out.print(said);
    System.out.flush();
  }

  private void interact(ZooKeeperSession session) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (line.equals("exit") || line.equals("quit")) {
        say("bye");
        return;
      }
      if (!line.isBlank()) {
        execute(line, session);
      }
    }
  }

  private @Nullable ZooKeeperSession findLeader() throws IOException {
    String root = flags.text("zk_root_path", "/openmldb");
    ZooKeeperSession session;
    try {
      session = ZooKeeperSession.open(flags.text("zk_cluster", ""), 2_000);
    } catch (IOException e) {
      say("zk client init failed");
      return null;
    }
    List<String> queue = session.children(root.concat("/leader"));
    if (queue.isEmpty()) {
      say("get children failed");
      return null;
    }
    leader = session.textOr(root.concat("/leader/").concat(queue.get(0)), "");
    if (leader.isEmpty()) {
      say("get leader failed");
      return null;
    }
    leaderAddress = address(session, leader);
    if (leaderAddress.isEmpty()) {
      say("get real_endpoint failed");
      return null;
    }
    return session;
  }

  private String address(ZooKeeperSession session, String endpoint) throws IOException {
    return endpoint.indexOf(':') >= 0
        ? endpoint
        : session.textOr(
            flags.text("zk_root_path", "/openmldb").concat("/map/names/").concat(endpoint), "");
  }

  /** A database that is not there is silently none. */
  private String chosen(String name) {
    try {
      return !name.isEmpty() && Wire.call(leaderAddress, "databases").contains(name) ? name : "";
    } catch (IOException e) {
      return "";
    }
  }

  private void execute(String line, ZooKeeperSession session) throws IOException {
    String[] words = line.strip().split("\\s+");
    switch (words[0]) {
      case "use" -> use(words);
      case "showns" -> showNameservers(session);
      case "showdb" -> showDatabases();
      case "showtablet" -> showTablets();
      case "showtable" -> showTable(words);
      case "showopstatus" -> showOperations(words);
      case "confget" -> configuration(words);
      case "confset" ->
          change(words, 3, "set auto_failover ok", "failed to set auto_failover. error msg: ");
      case "offlineendpoint" ->
          change(words, 2, "offline endpoint ok", "failed to offline endpoint. error msg: ");
      case "recoverendpoint" ->
          change(words, 2, "recover endpoint ok", "failed to recover endpoint. error msg: ");
      case "changeleader" ->
          change(
              words,
              3,
              version.compareTo("0.8.3") < 0
                  ? "change leader ok"
                  : "change leader ok. If there are writing operations while changing a leader, it may cause data loss.",
              "failed to change leader. error msg: ");
      case "recovertable" ->
          change(words, 4, "recover table ok", "Fail to recover table. error msg:");
      default -> say("unsupported cmd");
    }
  }

  private void use(String[] words) {
    if (words.length < 2) {
      database = "";
      say("Use default database");
    } else if (chosen(words[1]).isEmpty()) {
      say("Use database failed. error msg: database not found");
    } else {
      database = words[1];
      say("Use database: ".concat(database));
    }
  }

  private void showNameservers(ZooKeeperSession session) throws IOException {
    String queue = flags.text("zk_root_path", "/openmldb").concat("/leader");
    TablePrinter table = new TablePrinter("endpoint", "real_endpoint", "role");
    String role = "leader";
    for (String child : session.children(queue)) {
      String endpoint = session.textOr(queue.concat("/").concat(child), "");
      String real = endpoint.indexOf(':') >= 0 ? "" : address(session, endpoint);
      table.add(endpoint, real, role);
      role = "standby";
    }
    print(table);
  }

  private void showDatabases() {
    TablePrinter table = new TablePrinter("#", "name");
    try {
      int number = 0;
      for (String name : Wire.call(leaderAddress, "databases")) {
        if (!Catalog.INTERNAL_DATABASES.contains(name)) {
          table.add(Integer.toString(++number), name);
        }
      }
    } catch (IOException e) {
      // As the vendor's: on standard output a failure looks like a cluster without databases.
      System.err.println(e);
    }
    print(table);
  }

  private void showTablets() {
    TablePrinter table = new TablePrinter("endpoint", "real_endpoint", "state", "age");
    rows(table, "Fail to show tablets. error msg: ", "tablets");
  }

  private void showTable(String[] words) {
    rows(
        new TablePrinter(TABLE_HEADER),
        "failed to showtable. error msg: ",
        "replicas",
        database.isEmpty() ? "-" : database,
        words.length > 1 ? words[1] : "");
  }

  private void showOperations(String[] words) {
    rows(
        new TablePrinter(OPERATION_HEADER),
        "Fail to show tablets. error msg: ",
        "operations",
        database,
        words.length > 1 ? words[1] : "",
        words.length > 2 ? words[2] : "");
  }

  private void configuration(String[] words) {
    if (words.length < 2) {
      say("Bad format");
      return;
    }
    rows(
        new TablePrinter("key", "value"),
        "failed to set ".concat(words[1]).concat(". error msg: "),
        "confget",
        words[1]);
  }

  private void rows(TablePrinter table, String failure, String... request) {
    try {
      for (String line : Wire.call(leaderAddress, request)) {
        table.add(line.split("\t", -1));
      }
      print(table);
    } catch (IOException e) {
      say(failure.concat(message(e)));
    }
  }

  private void change(String[] words, int least, String success, String failure) {
    if (words.length < least) {
      say("Bad format");
      return;
    }
    String[] request = Arrays.copyOf(words, words.length + 1);
    System.arraycopy(words, 1, request, 2, words.length - 1);
    request[1] = database;
    try {
      Wire.call(leaderAddress, request);
      say(success);
    } catch (IOException e) {
      say(failure.concat(message(e)));
    }
  }

  private static String message(IOException e) {
    return e instanceof Wire.Refusal ? String.valueOf(e.getMessage()) : RPC_FAILED;
  }

  private void print(TablePrinter table) {
    said.append(table.text());
  }

  private void say(String line) {
    said.append(line).append('\n');
  }
}
