package dev.lockkeeper.lab.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.kwdb.KwdbCluster;
import dev.lockkeeper.lab.kwdb.KwdbNode;
import dev.lockkeeper.lab.kwdb.KwdbPlan;
import dev.lockkeeper.lab.kwdb.KwdbTopology;
import dev.lockkeeper.lab.kwdb.KwdbVersion;
import dev.lockkeeper.lab.plan.HostFiles;
import dev.lockkeeper.workflows.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A look-alike KWDB cluster to practise on, and the release to upgrade it to. */
public final class KwdbPractice implements AutoCloseable {
  /** The cluster's name in requests. */
  public static final String CLUSTER = "demo";

  /** The worker's credential profile for the lab's hosts. */
  public static final String CREDENTIALS = "lab";

  private static final String CONTAINER = "kwdb";

  private static final String NEW = "new-";
  private static final String DATA =
      "CREATE SCHEMA orders;"
          + " CREATE TABLE orders.customers (id bigint NOT NULL, name text);"
          + " INSERT INTO orders.customers SELECT n, 'customer, \"' || n || '\"'"
          + " FROM generate_series(1, 500) AS n;"
          + " CREATE TABLE orders.readings"
          + " (ts timestamptz NOT NULL, value double precision, meter bigint NOT NULL);"
          + " INSERT INTO orders.readings"
          + " SELECT timestamptz '2026-01-01' + n * interval '1 s', n / 7.0, n % 40"
          + " FROM generate_series(1, 5000) AS n;"
          + " CREATE ROLE reporting LOGIN";

  private final LabNetwork network;
  private final KwdbCluster cluster;
  private final @Nullable KwdbCluster fresh;
  private final KwdbWay way;
  private final KwdbVersion from;
  private final KwdbVersion to;

  private KwdbPractice(
      LabNetwork network,
      KwdbCluster cluster,
      @Nullable KwdbCluster fresh,
      KwdbWay way,
      KwdbVersion from,
      KwdbVersion to) {
    this.network = network;
    this.cluster = cluster;
    this.fresh = fresh;
    this.way = way;
    this.from = from;
    this.to = to;
  }

  /** Brings up what the way upgrades, with data. */
  public static KwdbPractice open(KwdbWay way, KwdbVersion from, KwdbVersion to) {
    List<String> hosts =
        new ArrayList<>(
            way.topology() == KwdbTopology.STANDALONE
                ? KwdbCluster.HOST_NAMES.subList(0, 2)
                : KwdbCluster.HOST_NAMES);
    if (way == KwdbWay.IMPORT_EXPORT) {
      hosts.addAll(List.of(NEW + hosts.get(0), NEW + hosts.get(1)));
    }
    LabNetwork network = LabNetwork.open(hosts);
    try {
      KwdbCluster cluster =
          KwdbCluster.install(network, KwdbPlan.of(way.topology(), from).with(way.programs()));
      if (way.byImage()) {
        KwdbContainers.start(cluster.nodes().get(0), way, from);
      } else if (way == KwdbWay.SOURCE) {
        cluster.startCompiled(cluster.nodes().get(0), from);
      } else {
        cluster.start();
      }
      cluster.awaitReady();
      KwdbCluster fresh = null;
      if (way == KwdbWay.IMPORT_EXPORT) {
        cluster.sql(DATA);
        fresh = KwdbCluster.install(network, KwdbPlan.of(way.topology(), to), NEW);
        fresh.start();
        fresh.awaitReady();
      }
      return new KwdbPractice(network, cluster, fresh, way, from, to);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  public KwdbCluster cluster() {
    return cluster;
  }

  public LabNetwork network() {
    return network;
  }

  /** The product's files on its hosts. */
  public HostFiles files() {
    return HostFiles.of(
        network.hosts().stream()
            .collect(
                Collectors.toMap(
                    host -> host, host -> List.of("/usr/local/kaiwudb", "/etc/kaiwudb"))));
  }

  /** What a worker has to know to log in to the hosts. */
  public String workerConfiguration() {
    LabHost host = network.hosts().get(0);
    return """
    lockkeeper:
      credentials:
        %s:
          user: %s
          known-hosts: %s
          key: {file: %s}
    """
        .formatted(CREDENTIALS, host.sshUser(), host.knownHosts(), host.privateKey());
  }

  /**
   * Whether the new installation has what the old cluster has, as the lab itself compares it: every
   * row of every table, and the users.
   */
  public boolean importedAll() {
    KwdbCluster imported = Objects.requireNonNull(fresh);
    return Stream.of(
            "SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM orders.customers AS t",
            "SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM orders.readings AS t",
            "SELECT count(*) FROM pg_roles WHERE rolname = 'reporting'")
        .allMatch(question -> cluster.sql(question).equals(imported.sql(question)));
  }

  /** A request for the upgrade of this cluster, to be changed at will. */
  public ObjectNode request() {
    Path archive =
        switch (way) {
          case COMPOSE, DOCKER -> cluster.image(to);
          case SOURCE -> cluster.sources(to);
          default -> cluster.packageArchive(to);
        };
    ObjectNode request = Json.mapper().createObjectNode();
    request.put("product", "kwdb").put("cluster", CLUSTER).put("credentials", CREDENTIALS);
    request
        .putObject("release")
        .put("version", to.number())
        .put("archive", archive.toString())
        .put("sha256", sha256(archive));
    ArrayNode nodes = request.putArray("nodes");
    for (KwdbNode node : cluster.nodes()) {
      nodes
          .addObject()
          .put("name", node.name())
          .put("host", node.host().address())
          .put("port", node.host().port())
          .put("role", "node")
          .put(
              "home",
              way == KwdbWay.SOURCE ? KwdbCluster.compiledHome(node) : "/usr/local/kaiwudb");
    }
    // The look-alike's stores report every half second and not every ten.
    ObjectNode kwdb =
        request
            .putObject("kwdb")
            .put("method", way.word())
            .put("settleFor", "PT1S")
            .put("startLimit", "PT1M")
            .put("wholeLimit", "PT1M");
    if (way.byImage()) {
      kwdb.put("container", CONTAINER);
    } else if (way == KwdbWay.IMPORT_EXPORT) {
      kwdb.putArray("databases").add("orders");
      for (KwdbNode node : Objects.requireNonNull(fresh).nodes()) {
        nodes
            .addObject()
            .put("name", node.name())
            .put("host", node.host().address())
            .put("port", node.host().port())
            .put("role", "target")
            .put("home", "/usr/local/kaiwudb");
      }
    } else if (way != KwdbWay.SOURCE) {
      kwdb.put("previousPackage", previousPackage());
    }
    if (way == KwdbWay.COMPOSE) {
      kwdb.put("composeFile", KwdbContainers.composeFile(cluster.nodes().get(0)));
    }
    return request;
  }

  /** The package of the present release, as operators keep it for a way back. */
  private String previousPackage() {
    List<String> places =
        cluster.nodes().stream()
            .map(node -> cluster.stage(node, from, KwdbCluster.PackageKind.BARE))
            .distinct()
            .toList();
    return places.get(0);
  }

  private static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
