package dev.lockkeeper.lab.kwdb;

import dev.lockkeeper.lab.host.CommandResult;
import dev.lockkeeper.lab.host.HostKind;
import dev.lockkeeper.lab.host.HostRoot;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.host.LocalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A look-alike of a KWDB cluster on hosts of the lab: up to three nodes, and one host with the
 * PostgreSQL that answers for their SQL layer. It ends with the hosts.
 *
 * <p>Needs hosts with a file tree of their own (root on Linux), and Debian's packages {@code sudo}
 * and {@code postgresql}.
 */
public final class KwdbCluster {
  private static final String STORE = "store";
  private static final int STORE_PORT = 5432;
  private static final int RANGES = 30;
  private static final Duration READY_LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** The hosts a cluster needs, for {@link LabNetwork#open(List)}. */
  public static final List<String> HOST_NAMES = List.of(STORE, "node-1", "node-2", "node-3");

  private final LabNetwork network;
  private final String prefix;
  private final KwdbPlan plan;
  private final KwdbFiles files;
  private final String programs;
  private final List<KwdbNode> nodes;

  private KwdbCluster(
      LabNetwork network, String prefix, KwdbPlan plan, KwdbFiles files, String programs) {
    this.network = network;
    this.prefix = prefix;
    this.plan = plan;
    this.files = files;
    this.programs = programs;
    List<KwdbNode> all = new ArrayList<>();
    int count = plan.topology() == KwdbTopology.STANDALONE ? 1 : 3;
    for (int id = 1; id <= count; id++) {
      all.add(new KwdbNode(id, network.host(prefix + "node-" + id)));
    }
    this.nodes = List.copyOf(all);
  }

  /**
   * Installs a cluster and starts its SQL layer, but no node.
   *
   * @param network a network with the hosts of {@link #HOST_NAMES}; for a standalone node without
   *     the last two
   * @throws LabException when the machine lacks something; the message names the package
   */
  public static KwdbCluster install(LabNetwork network, KwdbPlan plan) {
    return install(network, plan, "");
  }

  /**
   * The same for a second cluster beside the first.
   *
   * @param prefix what the names of its hosts begin with
   */
  public static KwdbCluster install(LabNetwork network, KwdbPlan plan, String prefix) {
    if (network.kind() != HostKind.NAMESPACES) {
      throw new LabException(
          "KWDB's look-alike needs hosts with a file tree of their own; run the lab as root on Linux.");
    }
    LocalCommand.find("sudo")
        .orElseThrow(
            () -> new LabException("The lab's hosts need sudo. Install the package sudo."));
    KwdbCluster cluster =
        new KwdbCluster(
            network, prefix, plan, KwdbFiles.in(network), postgresPrograms().toString());
    cluster.prepare();
    return cluster;
  }

  /** Starts all nodes, and makes a cluster of them when it is the first time. */
  public void start() {
    nodes.parallelStream().forEach(node -> root(node, "systemctl", "start", "kaiwudb").orThrow());
    if (plan.topology() != KwdbTopology.STANDALONE) {
      awaitSql();
      kwbase(nodes.get(0), "init").orThrow();
    }
  }

  /**
   * Waits until every node is available and live and every range has all its replicas.
   *
   * @throws LabException with what is missing, after half a minute
   */
  public void awaitReady() {
    await("SELECT lab.is_ready(" + nodes.size() + ")");
  }

  /**
   * Kills a node's server, makes its programs, settings and sudo again what they were at first, and
   * starts it; the data stays.
   */
  public void restore(KwdbNode node) {
    root(
            node,
            "sh",
            "-c",
            "rm -rf /etc/kwdb-lab/lies/* /usr/local/kaiwudb; kill -KILL $(cat /run/kwdb-lab/kaiwudb.pid) || true")
        .orThrow();
    // Else it would count as alive from before.
    sql("UPDATE lab.nodes SET heartbeat = '-infinity' WHERE node_id = " + node.id());
    install(node);
    root(node, "systemctl", "start", "kaiwudb").orThrow();
  }

  /** Runs {@code kwbase} on a node as its login user, against the node itself. */
  public CommandResult kwbase(KwdbNode node, String... words) {
    List<String> command =
        new ArrayList<>(List.of("sudo", "-n", "-u", "kaiwudb", "/usr/local/kaiwudb/bin/kwbase"));
    command.addAll(List.of(words));
    command.addAll(
        List.of(securityOption(), "--host=" + node.host().address() + ":" + KwdbNode.PORT));
    return node.host().run(Duration.ofSeconds(60), command);
  }

  /** Runs a command on a node as root. */
  public CommandResult root(KwdbNode node, String... words) {
    return HostRoot.run(network, node.host(), List.of(words));
  }

  /**
   * Unpacks a release in the login user's home, as step 1 of the page says.
   *
   * @param kind what the archive holds
   * @return the directory with deploy.sh in it
   */
  public String stage(KwdbNode node, KwdbVersion version, PackageKind kind) {
    String home = node.host().home() + "/" + version.number() + kind.suffix();
    node.host().run("mkdir", "-p", home).orThrow();
    node.host()
        .run(
            "tar",
            "-xzf",
            files.onHost()
                + "/packages/kwdb_install"
                + kind.suffix()
                + "-"
                + version.number()
                + ".tar.gz",
            "-C",
            home)
        .orThrow();
    return home + "/kwdb_install";
  }

  /** What a downloaded archive holds. */
  public enum PackageKind {
    BARE(""),
    CONTAINER("-container");

    private final String suffix;

    PackageKind(String suffix) {
      this.suffix = suffix;
    }

    String suffix() {
      return suffix;
    }
  }

  /** The file of a release's image as the hosts call it. */
  public String imageArchive(KwdbVersion version) {
    return files.onHost() + "/packages/" + version.number() + "/KaiwuDB.tar";
  }

  /** The package of a release on this machine, as people download it. */
  public Path packageArchive(KwdbVersion version) {
    return files.onMachine().resolve("packages/kwdb_install-" + version.number() + ".tar.gz");
  }

  /** The tar of a release's image on this machine. */
  public Path image(KwdbVersion version) {
    return files.onMachine().resolve("packages/" + version.number() + "/KaiwuDB.tar");
  }

  /** The sources of a release on this machine. */
  public Path sources(KwdbVersion version) {
    return files.onMachine().resolve("packages/kwdb-src-" + version.number() + ".tar.gz");
  }

  /** Where a release is that was compiled on a node. */
  public static String compiledHome(KwdbNode node) {
    return node.host().home() + "/kwdb";
  }

  /** Starts a standalone node by hand, as somebody does who has compiled it there. */
  public void startCompiled(KwdbNode node, KwdbVersion version) {
    String home = compiledHome(node);
    node.host().run("mkdir", "-p", home, node.host().home() + "/data").orThrow();
    node.host()
        .run(
            "tar",
            "-xzf",
            files.onHost() + "/packages/" + version.number() + "/kaiwudb-server.deb",
            "--strip-components=3",
            "-C",
            home)
        .orThrow();
    node.host()
        .run(
            "sh",
            "-c",
            "cd \"$1/bin\" && setsid ./kwbase start-single-node --insecure"
                + " --listen-addr=0.0.0.0:26257 --http-addr=0.0.0.0:8080 --store=\"$2\""
                + " >/dev/null 2>&1 </dev/null &",
            "start",
            home,
            node.host().home() + "/data")
        .orThrow();
  }

  /** Directory with ca.crt, client.root.crt and client.root.pk8 on this machine. */
  public Path certificates() {
    return files.onMachine().resolve("certs");
  }

  /** What kwbase takes for this cluster. */
  public String securityOption() {
    return plan.security() == KwdbPlan.Security.INSECURE
        ? "--insecure"
        : "--certs-dir=/etc/kaiwudb/certs";
  }

  /** The nodes, by their ids. */
  public List<KwdbNode> nodes() {
    return nodes;
  }

  /** Asks the SQL layer directly, whatever the nodes do; the answer as lines of values. */
  public String sql(String statement) {
    return network
        .host(prefix + STORE)
        .run(
            programs + "/psql",
            "-X",
            "-q",
            "-At",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            "/tmp",
            "-U",
            "root",
            "-d",
            "defaultdb",
            "-c",
            statement)
        .orThrow()
        .output()
        .strip();
  }

  private void prepare() {
    LabHost store = network.host(prefix + STORE);
    try {
      Files.writeString(files.onMachine().resolve("store"), store.address() + ":" + STORE_PORT);
    } catch (IOException e) {
      throw new LabException("Cannot write where the SQL layer is: " + e.getMessage(), e);
    }
    if (plan.security() == KwdbPlan.Security.TLS) {
      LocalCommand.run(
              "sh",
              files.onMachine().resolve("scripts/certificates.sh").toString(),
              certificates().toString(),
              String.join(" ", network.hosts().stream().map(LabHost::address).toList()))
          .orThrow();
    }
    Stream.concat(Stream.<Runnable>of(this::startStore), nodes.stream().map(n -> () -> install(n)))
        .parallel()
        .forEach(Runnable::run);
  }

  private void startStore() {
    network
        .host(prefix + STORE)
        .run(
            "sh",
            files.onHost() + "/scripts/store.sh",
            programs,
            files.onHost(),
            securityWord(),
            plan.liveness().toMillis() + " ms",
            plan.sampling().toMillis() + " ms")
        .orThrow();
    // One replica on one of the nodes in turn, or one on each.
    String replicas =
        plan.topology() == KwdbTopology.MULTI_REPLICA
            ? "'{1,2,3}'::bigint[]"
            : "ARRAY[(n % " + nodes.size() + ") + 1]::bigint[]";
    sql(
        "INSERT INTO lab.ranges SELECT n, 'orders', 'readings', "
            + replicas
            + ", NULL FROM generate_series(1, "
            + RANGES
            + ") AS n");
  }

  private void install(KwdbNode node) {
    String peers =
        String.join(
            " ",
            nodes.stream()
                .filter(other -> !other.equals(node))
                .map(other -> other.host().address())
                .toList());
    HostRoot.run(
            network,
            node.host(),
            List.of(
                "sh",
                files.onHost() + "/scripts/install.sh",
                files.onHost(),
                Long.toString(node.id()),
                node.host().address(),
                peers,
                plan.topology().word(),
                plan.topology().verb(),
                securityWord(),
                plan.programs() == KwdbPlan.Programs.BARE ? plan.version().number() : "none",
                plan.sudo() == KwdbPlan.Sudo.FREE ? "free" : "asks",
                node.host().sshUser()))
        .orThrow();
  }

  private String securityWord() {
    return plan.security() == KwdbPlan.Security.INSECURE ? "insecure" : "tls";
  }

  private void awaitSql() {
    await(
        "SELECT count(*) FILTER (WHERE lab.is_live(node_id)) = "
            + nodes.size()
            + " FROM lab.nodes");
  }

  private void await(String condition) {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    while (!sql(condition).equals("t")) {
      if (System.nanoTime() > deadline) {
        throw new LabException(
            "The look-alike cluster is not ready:\n" + sql("TABLE lab.node_status"));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static Path postgresPrograms() {
    Path base = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(base)) {
      try (Stream<Path> releases = Files.list(base)) {
        return releases
            .map(release -> release.resolve("bin"))
            .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
            .max(Comparator.naturalOrder())
            .orElseThrow(KwdbCluster::noPostgres);
      } catch (IOException e) {
        throw new LabException("Cannot look into " + base + ": " + e.getMessage(), e);
      }
    }
    throw noPostgres();
  }

  private static LabException noPostgres() {
    return new LabException(
        "The lab needs PostgreSQL's server and did not find it in /usr/lib/postgresql. Install the"
            + " package postgresql; the service need not run.");
  }
}
