package dev.lockkeeper.lab.databend.daemon;

import dev.lockkeeper.lab.databend.daemon.Wire.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plays databend-meta. */
public final class MetaDaemon {
  private final Build build;
  private final Toml toml;
  private final Journal journal;
  private final Member self;
  private final RaftNode raft;

  private MetaDaemon(Build build, Toml toml) throws IOException, MetaDisk.Panic {
    this.build = build;
    this.toml = toml;
    int id = toml.number("raft_config.id", 0);
    this.journal =
        new Journal(
            toml,
            "databend-meta-" + id + "@" + toml.text("raft_config.cluster_name", "foo_cluster"));
    this.self =
        new Member(
            id,
            new Address(
                toml.text("raft_config.raft_advertise_host", "localhost"),
                toml.number("raft_config.raft_api_port", 28004)),
            toml.text("grpc_api_advertise_host", "127.0.0.1")
                + ":"
                + Address.of(toml.text("grpc_api_address", "127.0.0.1:9191")).port());
    MetaDisk disk =
        new MetaDisk(
            build, Path.of(toml.text("raft_config.raft_dir", "./.databend/meta")), journal);
    disk.open();
    this.raft =
        new RaftNode(
            build,
            self,
            new RaftDisk(disk.raft()),
            new RaftTiming(
                toml.number("raft_config.heartbeat_interval", 500),
                toml.number("lookalike.catch_up_ms", 0)),
            journal);
  }

  /** Starts a node, or prints what {@code --cmd ver} prints. */
  public static void main(String[] arguments) throws Exception {
    Build build = Build.fromProperties();
    Arguments given = new Arguments(arguments);
    if (given.has("--cmd")) {
      cmd(build, given.value("--cmd", ""));
      return;
    }
    Toml toml = Toml.read(Path.of(given.value("--config-file", given.value("-c", ""))));
    try {
      new MetaDaemon(build, toml).run();
    } catch (MetaDisk.Panic panic) {
      System.err.println("thread 'main' panicked at src/meta/raft-store/src/ondisk/mod.rs:");
      System.err.println(panic.getMessage());
      Runtime.getRuntime().halt(101);
    }
  }

  private static void cmd(Build build, String command) {
    if (!command.equals("ver")) {
      System.err.println("Invalid cmd: " + command);
      System.err.println("Available cmds:");
      System.err.println("  --cmd ver");
      System.err.println("    Print version and min compatible databend-query version");
      return;
    }
    System.out.println("version: " + build.version());
    System.out.println("min-compatible-client-version: " + build.oldestQuery());
    if (build.atLeast("1.1.13")) {
      System.out.println("data-version: " + build.dataText());
    }
  }

  private void run() throws IOException, InterruptedException {
    System.out.println("Databend Metasrv");
    System.out.println();
    System.out.println("Version: " + build.metaBanner());
    System.out.println("Working DataVersion: " + build.dataText());
    System.out.println();
    System.out.println("Disk  Data: " + build.dataText() + "; Upgrading: None");
    Address admin = Address.of(toml.text("admin_api_address", "127.0.0.1:28002"));
    new MetaAdmin(build, raft).serve(admin);
    System.out.println("HTTP API listen at: " + admin);
    Wire.serve(
        new Address(toml.text("raft_config.raft_listen_host", "127.0.0.1"), self.raft().port()),
        raft::answer);
    Wire.serve(Address.of(toml.text("grpc_api_address", "127.0.0.1:9191")), this::answerClient);
    stopOnSignal();
    raft.start();
    if (!raft.status().isMember()) {
      enter();
    }
    awaitLeader();
    RaftStatus status = raft.status();
    System.out.println("Register this node: {" + self + "}");
    System.out.println("    Register-node: Ok");
    System.out.println();
    System.out.println("Databend Metasrv started");
    journal.info("Databend Metasrv started, leader " + status.leader());
    Thread.currentThread().join();
  }

  /** Founds a group of one, or joins the group that the configuration names. */
  private void enter() throws InterruptedException {
    List<String> join = toml.list("raft_config.join");
    if (toml.text("raft_config.single", "false").equals("true")) {
      raft.found();
    } else if (join.isEmpty()) {
      System.err.println("InvalidConfig: at least one of `single` and `join` needs to be enabled");
      Runtime.getRuntime().halt(1);
    } else {
      join(join);
    }
  }

  private void join(List<String> addresses) throws InterruptedException {
    Map<String, String> call = new HashMap<>();
    call.put("op", "join");
    call.put("command", self.command());
    call.put("version", build.version());
    call.put("oldestPeer", build.oldestPeer());
    while (!raft.status().isMember()) {
      for (String address : addresses) {
        try {
          Wire.call(Address.of(address), 3_000, call);
          break;
        } catch (IOException | Refused e) {
          journal.info("join via " + address + ": " + e.getMessage());
        }
      }
      Thread.sleep(50);
    }
  }

  private void awaitLeader() throws InterruptedException {
    System.out.println("Wait for 70s for active leader...");
    long deadline = System.nanoTime() + 70_000_000_000L;
    while (raft.status().leader() == null) {
      if (System.nanoTime() > deadline) {
        System.err.println("timeout; no error received");
        Runtime.getRuntime().halt(1);
      }
      Thread.sleep(10);
    }
    RaftStatus status = raft.status();
    System.out.println("Leader Id: " + (status.leader() == null ? -1 : status.leader().id()));
    System.out.println(
        "    Metrics: id=%d, %s, term=%d, last_log=%d, last_applied=%d"
            .formatted(
                self.id(),
                status.role().word(),
                status.term(),
                status.lastIndex(),
                status.applied()));
  }

  /** What databend-query and databend-metactl ask. */
  private Map<String, String> answerClient(Map<String, String> call)
      throws Refused, InterruptedException {
    long client = Long.parseLong(call.getOrDefault("digits", "0"));
    if (client > 0 && client < Build.digits(build.oldestQuery())) {
      throw new Refused(
          "InvalidArgument: meta-client protocol_version(%s) < metasrv min-compatible(%s)"
              .formatted(call.get("version"), build.oldestQuery()));
    }
    return switch (call.getOrDefault("op", "")) {
      case "handshake" ->
          Map.of(
              "version", build.version(), "digits", Long.toString(Build.digits(build.version())));
      case "status" -> Map.of("text", new StatusText(build, raft.status()).metactl());
      case "export" -> Map.of("text", new Export(build, raft).text());
      case "put" ->
          write(
              KeyValues.put(
                  call.getOrDefault("key", ""),
                  call.getOrDefault("value", ""),
                  Long.parseLong(call.getOrDefault("lease", "0")) == 0
                      ? 0
                      : System.currentTimeMillis()
                          + Long.parseLong(call.getOrDefault("lease", "0"))));
      case "append" ->
          write(
              KeyValues.append(
                  call.getOrDefault("key", ""),
                  call.getOrDefault("value", ""),
                  call.getOrDefault("id", "")));
      case "delete" -> write(KeyValues.delete(call.getOrDefault("key", "")));
      case "list" -> list(call.getOrDefault("prefix", ""));
      default -> throw new Refused("unknown call");
    };
  }

  private Map<String, String> write(String command) throws Refused, InterruptedException {
    RaftStatus status = raft.status();
    if (status.isLeader()) {
      raft.write(command);
      return Map.of();
    }
    return forward(status, Map.of("op", "forward", "command", command));
  }

  private Map<String, String> list(String prefix) throws Refused {
    RaftStatus status = raft.status();
    return status.isLeader()
        ? raft.list(prefix)
        : forward(status, Map.of("op", "list", "prefix", prefix));
  }

  private Map<String, String> forward(RaftStatus status, Map<String, String> what) throws Refused {
    Member leader = status.leader();
    if (leader == null) {
      throw new Refused("ForwardToLeader: no leader is known");
    }
    Map<String, String> call = new HashMap<>(what);
    call.put("version", build.version());
    call.put("oldestPeer", build.oldestPeer());
    try {
      return Wire.call(leader.raft(), 4_000, call);
    } catch (IOException e) {
      throw new Refused("ForwardToLeader: " + leader + " does not answer: " + e.getMessage());
    }
  }

  private void stopOnSignal() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  System.out.println("Databend Metasrv shutdown");
                  journal.info("Databend-meta is done shutting down");
                  Runtime.getRuntime().halt(0);
                }));
  }
}
