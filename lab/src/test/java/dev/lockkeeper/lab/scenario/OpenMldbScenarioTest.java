package dev.lockkeeper.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.lab.openmldb.OpenMldbNode;
import dev.lockkeeper.lab.openmldb.OpenMldbRelease;
import dev.lockkeeper.lab.openmldb.OpenMldbVersion;
import dev.lockkeeper.lab.plan.PlanFirst;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UndoState;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One cluster with names goes from 0.5.3 over 0.6.2 to 0.9.2 by whole upgrades, while things happen
 * that a person has to look after. Each test finds the cluster as the one before has left it.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenMldbScenarioTest {
  private OpenMldbRehearsal rehearsal;
  private OpenMldbRelease newest;

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    rehearsal = OpenMldbRehearsal.open(directory);
    newest = OpenMldbRehearsal.release(OpenMldbVersion.V0_9_2, directory);
  }

  @AfterAll
  void takeDown() {
    if (rehearsal != null) {
      rehearsal.close();
    }
  }

  @Test
  @Order(1)
  void supervisedServersOfEveryRoleGetShippedFlagsThoughTheLeaderGoesInTheMiddle()
      throws Exception {
    assertThat(rehearsal.processes("tablet-1", "bin/mon")).isNotEmpty();
    ObjectNode request = request(rehearsal.practice().request());
    request.withObject("gates").put("policy", "none");
    UpgradeRun run = rehearsal.start(request);
    RunWatch watch = new RunWatch(run);
    rehearsal.await(run, "tablet-1", NodeState.DOWN);

    OpenMldbNode leader = rehearsal.leader();
    rehearsal.cluster().control(leader, "stop");
    rehearsal.awaitEnd(run, leader.name(), "conf/nameserver.flags");
    rehearsal.cluster().control(leader, "start");

    UpgradeReport report = watch.ending();

    assertThat(report.outcome()).as(report.reason()).isEqualTo(UpgradeState.COMPLETED);
    assertThat(report.nodes())
        .hasSize(7)
        .allSatisfy(node -> assertThat(node.version()).isEqualTo("0.6.2"));
    assertThat(rehearsal.leader()).isNotEqualTo(leader);
    assertThat(rehearsal.cluster().data().autoFailover()).isEqualTo("true");
    assertThat(report.undo())
        .filteredOn(entry -> entry.subject().equals("auto_failover"))
        .isNotEmpty()
        .allMatch(entry -> entry.state() == UndoState.UNDONE);
    for (NodeStatus node : report.nodes()) {
      assertThat(rehearsal.processes(node.name(), "bin/mon")).as(node.name()).isEmpty();
    }
    assertThat(rehearsal.file("tablet-1", "conf/tablet.flags"))
        .contains("# thread_pool_size recommended", "\n--use_name=true\n")
        .doesNotContain("\n--endpoint=");
    assertThat(rehearsal.file("tablet-1", "data/name.txt")).isEqualTo("tablet-1\n");
    assertThat(report.warnings()).anyMatch(line -> line.contains("restart them"));
  }

  @Test
  @Order(2)
  void tablesWithASingleCopyAreNamedAndNothingIsChanged() throws Exception {
    rehearsal.cluster().data().setAutoFailover(false);
    rehearsal.cluster().data().createTable("orders", "single", 1, 1);

    UpgradeReport report = new RunWatch(rehearsal.start(toNewest())).ending();

    assertThat(report.outcome()).isEqualTo(UpgradeState.FAILED);
    assertThat(report.reason()).contains("nothing was changed", "single-copy", "orders.single");
    assertThat(report.nodes()).allMatch(node -> "0.6.2".equals(node.version()));
  }

  @Test
  @Order(3)
  void anOperationThatFailsIsNamedAndRestoreBringsTheTabletBackToItsOldRelease() throws Exception {
    // What the flags say, and not what was said with confset, is stored by a new leader.
    rehearsal.addFlag("nameserver-1", "--lab_auto_failover_race=true");
    rehearsal.addFlag("nameserver-2", "--lab_auto_failover_race=true");
    String flags = rehearsal.file("tablet-1", "conf/tablet.flags");
    UpgradeRun run = rehearsal.start(waived(toNewest()));
    RunWatch watch = new RunWatch(run);
    // Who led in the middle of the first upgrade leads no more.
    for (String gate : new String[] {"nameserver-2", "nameserver-1", "tablet-1"}) {
      approve(watch, run, gate);
    }
    rehearsal.await(run, "tablet-1", NodeState.DOWN);

    rehearsal.cluster().data().addFailedOperation("orders", "flow");

    Question recover = watch.blocked();
    assertThat(recover.id()).isEqualTo("tablet-1.recover");
    assertThat(String.valueOf(recover.failure())).contains("partition 0 is kFailed");
    run.answer("tablet-1.recover", Choice.RETRY, "ann");
    // The confirmation asks of its own: the vendor's page wants every operation done.
    Question blocked = watch.blocked();
    assertThat(blocked.id()).isEqualTo("tablet-1.confirm");
    assertThat(String.valueOf(blocked.failure()))
        .contains("kReAddReplicaOP of table flow partition 0 is kFailed", "nameserver.INFO");
    assertThat(blocked.choices()).contains(Choice.RETRY, Choice.RESTORE, Choice.ABORT);
    run.answer("tablet-1.confirm", Choice.RESTORE, "ann");
    UpgradeReport report = watch.ending();

    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(report.warnings()).anyMatch(line -> line.contains("has set auto_failover to true"));
    assertThat(rehearsal.cluster().data().autoFailover()).isEqualTo("false");
    assertThat(node(report, "tablet-1").state()).isEqualTo(NodeState.RESTORED);
    assertThat(node(report, "tablet-1").version()).isEqualTo("0.6.2");
    assertThat(rehearsal.file("tablet-1", "conf/tablet.flags")).isEqualTo(flags);
    assertThat(rehearsal.cluster().data().replicas("orders"))
        .allSatisfy(replica -> assertThat(replica.alive()).isTrue());
  }

  @Test
  @Order(4)
  void aLostJobIsTriedAgainAndATabletThatDiesKeepsTheNextGateShut() throws Exception {
    ObjectNode request = waived(toNewest());
    PlanFirst plan = rehearsal.plan(request);
    UpgradeRun run = rehearsal.start(request);
    RunWatch watch = new RunWatch(run);
    approve(watch, run, "tablet-1");

    rehearsal.killJob(run, "tablet-1", "restart", "stopped");

    Question lost = watch.blocked();
    assertThat(lost.id()).isEqualTo("tablet-1.restart");
    assertThat(String.valueOf(lost.failure())).contains("left no result", "Look at the node");
    run.answer("tablet-1.restart", Choice.RETRY, "ann");
    approve(watch, run, "tablet-2");
    rehearsal.await(run, "tablet-2", NodeState.DOWN);
    // So that the other one dies before this one has its data again.
    rehearsal.cluster().holdOperations();
    rehearsal.await(run, "tablet-2", NodeState.RECOVERING);
    rehearsal.awaitOperationUnderWay(run);

    rehearsal.kill("tablet-3", "conf/tablet.flags");

    // An operation fails if it asks a leader whose tablet is gone and whose session still lives.
    rehearsal.awaitTablet(run, "tablet-3", "kOffline");
    rehearsal.cluster().letOperationsGo();
    rehearsal.awaitOperations(run);
    rehearsal.awaitWord(run, "tablet-3");
    assertThat(run.status().orElseThrow().questions()).isEmpty();
    rehearsal.cluster().control(rehearsal.cluster().node("tablet-3"), "start");
    rehearsal.awaitTablet(run, "tablet-3", "kHealthy");
    // It is back without its data, so nothing goes on by itself.
    assertThat(run.status().orElseThrow().questions()).isEmpty();
    assertThat(rehearsal.client("offlineendpoint tablet-3")).contains("offline endpoint ok");
    rehearsal.awaitOperations(run);
    assertThat(rehearsal.client("recoverendpoint tablet-3")).contains("recover endpoint ok");
    UpgradeReport report = watch.approveToTheEnd("ann");

    assertThat(report.outcome()).as(report.reason()).isEqualTo(UpgradeState.COMPLETED);
    // Nobody plans that something has to be tried again.
    assertThat(plan.verdict(report).differences())
        .containsExactly(
            "done and not planned: \"Look whether it is safe to try again (tablet-1)\""
                + " (2. Upgrade Tablets)");
    assertThat(report.nodes())
        .hasSize(5)
        .allSatisfy(node -> assertThat(node.version()).isEqualTo("0.9.2"));
    assertThat(rehearsal.cluster().data().autoFailover()).isEqualTo("false");
    assertThat(rehearsal.file("tablet-1", "bin/tablet.pid")).isNotEmpty();
  }

  private static void approve(RunWatch watch, UpgradeRun run, String gate) {
    watch.gate(gate);
    run.approve(gate, "ann");
  }

  private static NodeStatus node(UpgradeReport report, String name) {
    return report.nodes().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /** While the application writes on, and without giving the leaders back. */
  private static ObjectNode request(ObjectNode request) {
    request.putObject("gates").put("policy", "every-node");
    ((ObjectNode) request.get("openmldb")).put("writePause", false).put("rebalance", false);
    return request;
  }

  /** Nameservers and tablets only, which is what the rest of the cluster does not mind. */
  private ObjectNode toNewest() {
    ObjectNode request = request(rehearsal.practice().request(newest));
    ArrayNode nodes = request.withArray("nodes");
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).path("role").asText().matches("apiserver|taskmanager")) {
        nodes.remove(i);
      }
    }
    return request;
  }

  private static ObjectNode waived(ObjectNode request) {
    request
        .withArray("waivers")
        .addObject()
        .put("check", "single-copy")
        .put("by", "ann")
        .put("reason", "nobody reads it at night");
    return request;
  }
}
