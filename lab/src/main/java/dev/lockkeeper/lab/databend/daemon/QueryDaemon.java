package dev.lockkeeper.lab.databend.daemon;

import dev.lockkeeper.lab.databend.daemon.Http.Page;
import dev.lockkeeper.lab.databend.daemon.MetaClient.Incompatible;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Plays databend-query. */
public final class QueryDaemon {
  /** MetaServiceError 2001 as an exit status, of which eight bits are left. */
  private static final int META_SERVICE_ERROR = 2001 & 255;

  private final Build build;
  private final Toml toml;
  private final Journal journal;
  private final MetaClient meta;
  private final QueryLoad load = new QueryLoad();
  private final QueryNode self;
  private final String registry;
  private final long leaseMillis;
  private volatile boolean stopping;

  private QueryDaemon(Build build, Toml toml) throws IOException {
    this.build = build;
    this.toml = toml;
    String cluster = toml.text("query.cluster_id", "default");
    this.journal = new Journal(toml, "databend-query-" + cluster);
    this.meta = new MetaClient(build, toml.list("meta.endpoints"));
    Address flight = Address.of(toml.text("query.flight_api_address", "127.0.0.1:9090"));
    this.self =
        new QueryNode(
            UUID.randomUUID().toString().replace("-", "").substring(0, 22),
            cluster,
            flight.host(),
            flight.port(),
            build.queryBanner());
    this.registry =
        "__fd_clusters_v6/" + toml.text("query.tenant_id", "default") + "/online_nodes/";
    this.leaseMillis = toml.number("lookalike.lease_ms", 60_000);
  }

  /** Starts a node, or prints what {@code --cmd ver} prints. */
  public static void main(String[] arguments) throws Exception {
    Build build = Build.fromProperties();
    Arguments given = new Arguments(arguments);
    if (given.value("--cmd", "").equals("ver") || given.first().equals("ver")) {
      System.out.println("version: " + build.version());
      System.out.println("min-compatible-metasrv-version: " + build.oldestMeta());
      return;
    }
    if (given.has("--version")) {
      System.out.println("databend-query " + build.queryBanner());
      return;
    }
    Toml toml = Toml.read(Path.of(given.value("--config-file", given.value("-c", ""))));
    new QueryDaemon(build, toml).run();
  }

  private void run() throws IOException, InterruptedException {
    long began = System.nanoTime();
    connect();
    String key = registry + self.id();
    SqlEndpoint sql =
        new SqlEndpoint(
            new Users(toml), new Statements(build, meta, load, self, registry), load, self.id());
    Address admin = Address.of(toml.text("query.admin_api_address", "127.0.0.1:8080"));
    new Http(admin)
        .on("/v1/health", exchange -> Page.json("{\"status\":\"pass\"}"))
        .on("/v1/status", exchange -> Page.json(load.json()))
        .on("/v1/cluster/list", exchange -> clusterList())
        .start();
    Address metrics = Address.of(toml.text("query.metric_api_address", "127.0.0.1:7070"));
    new Http(metrics).on("/metrics", exchange -> Page.text(200, "# EOF\n")).start();
    Address http =
        new Address(
            toml.text("query.http_handler_host", "127.0.0.1"),
            toml.number("query.http_handler_port", 8000));
    Http handler =
        new Http(http).on("/health", exchange -> Page.text(200, "ok")).on("/v1/query", sql::answer);
    handler.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sql, handler, key)));
    register(key);
    banner(admin, http);
    journal.info("Databend query has been registered:\"" + self.cluster() + "\" to metasrv");
    journal.info(
        "Ready for connections after %.1fs."
            .formatted((System.nanoTime() - began) / 1_000_000_000.0));
    while (true) {
      Thread.sleep(Math.max(100, leaseMillis / 3));
      keepAlive(key);
    }
  }

  /** The first handshake; without it there is no start. */
  private void connect() throws InterruptedException {
    long deadline =
        System.nanoTime() + toml.number("meta.client_timeout_in_second", 10) * 1_000_000_000L;
    while (true) {
      try {
        meta.handshake();
        return;
      } catch (Incompatible e) {
        fail(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          fail("fail to connect to databend-meta: " + e.getMessage());
        }
        Thread.sleep(50);
      }
    }
  }

  private void fail(String text) {
    String whole =
        "Databend Query start failure, cause: MetaServiceError. Code: 2001, Text = " + text + ".";
    System.err.println(whole);
    journal.error(whole);
    Runtime.getRuntime().halt(META_SERVICE_ERROR);
  }

  private void register(String key) throws InterruptedException {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (true) {
      try {
        meta.put(key, self.line(), leaseMillis);
        return;
      } catch (Incompatible | IOException e) {
        if (System.nanoTime() > deadline) {
          fail(String.valueOf(e.getMessage()));
        }
        Thread.sleep(50);
      }
    }
  }

  private synchronized void keepAlive(String key) {
    if (stopping) {
      return;
    }
    try {
      meta.put(key, self.line(), leaseMillis);
    } catch (Incompatible | IOException e) {
      System.err.println(e.getMessage());
      journal.error("MetaServiceError. Code: 2001, Text = " + e.getMessage() + ".");
    }
  }

  private Page clusterList() {
    try {
      List<Object> nodes =
          meta.list(registry).values().stream()
              .map(line -> (Object) QueryNode.parse(line).shown())
              .toList();
      return Page.json(Json.of(nodes));
    } catch (Incompatible | IOException e) {
      return Page.text(500, "failed to get the cluster list: " + e.getMessage());
    }
  }

  /**
   * Takes no more statements, takes itself out of databend-meta (and waits for it as long as it
   * takes, as Databend does), lets the running statements end, and goes.
   */
  private void stop(SqlEndpoint sql, Http handler, String key) {
    stopping = true;
    journal.info("Received termination signal.");
    sql.close();
    try {
      while (!deregistered(key)) {
        Thread.sleep(100);
      }
      handler.stop(toml.number("query.shutdown_wait_timeout_ms", 5_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    journal.info("Shutdown server.");
    System.out.println("Shutdown server.");
    Runtime.getRuntime().halt(0);
  }

  private synchronized boolean deregistered(String key) {
    try {
      meta.delete(key);
      return true;
    } catch (Incompatible | IOException e) {
      journal.once("cannot leave the cluster: " + e.getMessage());
      return false;
    }
  }

  private void banner(Address admin, Address http) {
    System.out.println("Databend Query");
    System.out.println();
    System.out.println("Version: " + build.queryBanner());
    System.out.println();
    System.out.println("Meta: connected to endpoints " + toml.list("meta.endpoints"));
    System.out.println("Cluster: " + clusterText());
    System.out.println();
    System.out.println("Admin");
    System.out.println("    listened at " + admin);
    System.out.println("HTTP");
    System.out.println("    listened at " + http);
    System.out.flush();
  }

  private String clusterText() {
    try {
      int nodes = meta.list(registry).size();
      return nodes <= 1 ? "standalone" : "[" + nodes + "] nodes";
    } catch (Incompatible | IOException e) {
      return "unknown: " + e.getMessage();
    }
  }
}
