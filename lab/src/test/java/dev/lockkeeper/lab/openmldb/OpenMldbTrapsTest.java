package dev.lockkeeper.lab.openmldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.openmldb.NsClient;
import dev.lockkeeper.activities.openmldb.OpenMldbNodesActivities;
import dev.lockkeeper.activities.openmldb.Operation;
import dev.lockkeeper.activities.openmldb.Replica;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.workflows.model.Beat;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.openmldb.ConfigurationChange;
import dev.lockkeeper.workflows.openmldb.OpenMldbNodes;
import dev.lockkeeper.workflows.openmldb.OpenMldbRole;
import dev.lockkeeper.workflows.openmldb.OpenMldbView;
import dev.lockkeeper.workflows.openmldb.Positions;
import dev.lockkeeper.workflows.openmldb.Recovery;
import dev.lockkeeper.workflows.openmldb.ReleaseFacts;
import dev.lockkeeper.workflows.openmldb.SafetyRules;
import dev.lockkeeper.workflows.openmldb.ServerChange;
import dev.lockkeeper.workflows.openmldb.ServerInspection;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One tablet of a cluster with names (--use_name) and without auto_failover goes from 0.6.2 to
 * 0.9.2 by the activities over real SSH. At each point a straightforward script would go on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenMldbTrapsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TABLET = "tablet-1";

  private LabNetwork network;
  private OpenMldbCluster cluster;
  private ClusterAccess access;
  private NsClient client;
  private Attendant attendant;
  private TestActivityEnvironment environment;
  private OpenMldbNodes nodes;
  private Target target;
  private Release release;
  private ServerInspection inspection;
  private OpenMldbView view;
  private long baseline;
  private Positions before;
  private final Queue<Beat> said = new ConcurrentLinkedQueue<>();

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    OpenMldbRelease old = OpenMldbRelease.write(OpenMldbVersion.V0_6_2, Pace.practice(), directory);
    OpenMldbRelease next =
        OpenMldbRelease.write(OpenMldbVersion.V0_9_2, Pace.practice(), directory);
    network = LabNetwork.open(OpenMldbCluster.HOST_NAMES);
    cluster = OpenMldbCluster.install(network, old, Naming.NAMES);
    cluster.start();
    access = new ClusterAccess(cluster);
    client = access.client("nameserver-1", OpenMldbVersion.V0_6_2);
    client.setAutoFailover(false);
    cluster.data().createTable("orders", "flow", 3, 3);
    attendant = new Attendant();
    environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build())
                .build());
    environment.registerActivitiesImplementations(
        new OpenMldbNodesActivities(access.connections(), attendant));
    environment.setActivityHeartbeatListener(Beat.class, said::add);
    nodes =
        environment.newActivityStub(
            OpenMldbNodes.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(5))
                // Heartbeats are passed on at most this often; nothing times out here.
                .setHeartbeatTimeout(Duration.ofSeconds(1))
                .build());
    target = target(TABLET);
    release = new Release("0.9.2", next.archive().toString(), null, next.sha256());
    view =
        new OpenMldbView(
            cluster.zookeeper(),
            OpenMldbCluster.ROOT_PATH,
            List.of(target("nameserver-1")),
            new OpenMldbView.Members(
                List.of("nameserver-1", "nameserver-2"),
                List.of("tablet-1", "tablet-2", "tablet-3")));
  }

  @AfterAll
  void takeDown() {
    if (environment != null) {
      environment.close();
    }
    if (attendant != null) {
      attendant.close();
    }
    if (access != null) {
      access.close();
    }
    if (network != null) {
      network.close();
    }
  }

  private Target target(String name) {
    OpenMldbNode node = cluster.node(name);
    return new Target(
        new Node(
            name, node.host().address(), node.host().port(), node.role().component(), node.home()),
        "lab");
  }

  private static JobName job(String step, int attempt) {
    return new JobName("orders", "0123456789", step, TABLET, attempt);
  }

  private Recovery recovery(long after, Duration limit) {
    return new Recovery(
        TABLET, inspection.address(), "0.9.2", after, limit, Duration.ofMillis(100));
  }

  @Test
  @Order(1)
  void theServerIsFoundByItsNameAndItsProcess() {
    // With --use_name start.sh of 0.6 asks no address, says that it failed, and leaves no pid file.
    cluster
        .node(TABLET)
        .host()
        .run("rm", "-f", cluster.node(TABLET).home() + "/bin/tablet.pid")
        .orThrow();
    ReleaseFacts facts = nodes.examineRelease(release);

    inspection = nodes.inspect(target, OpenMldbRole.TABLET, release, facts);

    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.endpoint()).isEqualTo(TABLET);
    assertThat(inspection.address()).isEqualTo(cluster.node(TABLET).address());
    assertThat(inspection.version()).isEqualTo("0.6.2");
    assertThat(inspection.notes()).anyMatch(note -> note.contains("do nothing and report success"));
    nodes.stage(target, release, facts, inspection);
    ConfigurationChange change =
        nodes.configure(target, OpenMldbRole.TABLET, inspection, List.of());
    assertThat(change.notes()).anyMatch(note -> note.contains("at most a template"));
  }

  @Test
  @Order(2)
  void whatFailedBeforeTheUpgradeDoesNotCount() throws Exception {
    cluster.data().addFailedOperation("orders", "flow");

    var sight = nodes.safeToStop(view, OpenMldbRole.TABLET, TABLET, SafetyRules.STRICT);

    assertThat(sight.evidence().objections()).isEmpty();
    baseline = sight.lastOperation();
    before = nodes.positions(view);
    assertThat(baseline).isPositive();
  }

  @Test
  @Order(3)
  void theJobStopsWithoutAPidFileAndWaitsForTheEndOfTheSession() {
    ServerChange change =
        new ServerChange(
            OpenMldbRole.TABLET,
            inspection,
            release,
            ServerChange.Direction.FORWARD,
            ServerChange.Readiness.LISTENS,
            cluster.zookeeper(),
            OpenMldbCluster.ROOT_PATH,
            LIMIT,
            LIMIT);

    JobResult result = nodes.restart(job("restart", 1), target, change);

    // A start within the session of 2 s would have ended with "err from zk -110".
    assertThat(result.marks())
        .extracting(Mark::name)
        .containsExactly("stopping", "stopped", "unregistered", "starting", "listening");
    assertThat(
            Duration.between(
                result.mark("stopped").orElseThrow().at(),
                result.mark("starting").orElseThrow().at()))
        .isGreaterThan(Duration.ofSeconds(1));
    assertThat(result.output()).contains("start.sh stop has left process");
    assertThat(nodes.observe(target, OpenMldbRole.TABLET, inspection, LIMIT)).isEqualTo("0.9.2");
    OpenMldbNode node = cluster.node(TABLET);
    assertThat(node.host().run("ls", node.home() + "/backup-0.6.2-01234567").output())
        .contains("bin", "conf");
    assertThat(node.host().run("cat", node.home() + "/data/name.txt").output().strip())
        .isEqualTo(TABLET);
  }

  @Test
  @Order(4)
  void allReplicasAreCalledAliveButNothingIsLoaded() throws Exception {
    assertThat(client.showTable("orders")).allMatch(Replica::alive);

    assertThatThrownBy(
            () -> nodes.confirm(view, recovery(baseline, Duration.ofSeconds(3)), job("confirm", 1)))
        .hasStackTraceContaining("is not in the memory of " + TABLET);
  }

  @Test
  @Order(5)
  void recoverEndpointIsNotSaidBeforeOfflineEndpointHasHadItsEffect() throws Exception {
    cluster.holdOperations();
    CompletableFuture<Void> recovering =
        CompletableFuture.runAsync(
            () -> nodes.recoverByHand(view, TABLET, baseline, LIMIT, job("recover", 1)));
    ClusterAccess.await(
        () -> client.showOperations().stream().anyMatch(operation -> !operation.over()));
    // It looks at what offlineendpoint has begun; a script that says both at once would be done.
    ClusterAccess.await(() -> said.stream().anyMatch(beat -> beat.doing().contains("is kDoing")));
    assertThat(client.showOperations())
        .extracting(Operation::type)
        .doesNotContain("kRecoverTableOP");

    cluster.letOperationsGo();
    recovering.get();

    assertThat(client.showOperations()).extracting(Operation::type).contains("kRecoverTableOP");
    assertThat(access.loaded(TABLET)).isNotEmpty();
    assertThat(nodes.confirm(view, recovery(baseline, LIMIT), job("confirm", 2)))
        .isEqualTo("0.9.2");
  }

  @Test
  @Order(6)
  void anOperationThatFailsBlocksAndIsNamed() throws Exception {
    long before = nodes.look(view).lastOperation();
    cluster.data().addFailedOperation("orders", "flow");

    assertThatThrownBy(() -> nodes.confirm(view, recovery(before, LIMIT), job("confirm", 1)))
        .hasStackTraceContaining("kReAddReplicaOP of table flow partition 0 is kFailed")
        .hasStackTraceContaining("/logs/nameserver.INFO");
    // A person who retries has seen it; the data is what counts then.
    assertThat(nodes.confirm(view, recovery(before, LIMIT), job("confirm", 2))).isEqualTo("0.9.2");
  }

  @Test
  @Order(7)
  void leadersGoBackAndNobodyIsLeftDead() throws Exception {
    assertThat(nodes.positions(view).leaders()).isNotEqualTo(before.leaders());

    nodes.rebalance(view, before, LIMIT, job("rebalance", 1));

    nodes
        .positions(view)
        .leaders()
        .forEach(
            (partition, now) ->
                assertThat(now.leader())
                    .as(partition)
                    .isEqualTo(before.leaders().get(partition).leader()));
    // changeleader leaves the old leader's row as "leader no" until it is recovered.
    assertThat(client.showTable("orders")).allMatch(Replica::alive);
    assertThat(nodes.look(view).evidence().objections()).isEmpty();
  }
}
