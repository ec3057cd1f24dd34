package dev.lockkeeper.workflows.databend;

import static dev.lockkeeper.workflows.PlanAndRun.assertThatTheRunDidAsPlanned;
import static dev.lockkeeper.workflows.databend.DatabendRequests.request;
import static dev.lockkeeper.workflows.databend.DatabendRequests.withOnly;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.HostSamples;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole procedure on a cluster that exists only in memory. */
class DatabendUpgradeTest {
  private static final Set<EventType> ASKING_FOR_A_TASK =
      Set.of(
          EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
          EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
          EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
          EventType.EVENT_TYPE_TIMER_FIRED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);

  private FakeDatabendNodes cluster = new FakeDatabendNodes("1.2.725");
  private InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  private void clusterOf(String version) {
    temporal.close();
    cluster = new FakeDatabendNodes(version);
    temporal = InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);
  }

  private Run start(ObjectNode request) {
    return temporal.start(DatabendUpgrade.TYPE, "upgrade-orders", request);
  }

  @Test
  void whatIsWrongWithTwoHostsIsReportedAtOnce() {
    cluster.host("query-1", HostSamples.clock(60_000, 50));
    cluster.host("meta-2", HostSamples.inodes(7));

    assertThat(start(request("1.2.768", "none")).failedReport().reason())
        .startsWith("nothing was changed; 2 of the preflight's checks failed:\n- ")
        .contains("\n- clock: query-1: its clock is 60.0 s ahead")
        .contains("\n- inodes: meta-2: the login directory takes only 7 more files");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void theVendorsOrderIsKeptWhereItHolds() {
    Run run = start(request("1.2.768", "none"));

    UpgradeReport report = run.completed();

    assertThat(cluster.actions())
        .containsExactly(
            "drain query-1",
            "restart query-1 on 1.2.768",
            "drain query-2",
            "restart query-2 on 1.2.768",
            "drain query-3",
            "restart query-3 on 1.2.768",
            "backup meta-2",
            "restart meta-2 on 1.2.768",
            "restart meta-3 on 1.2.768",
            "transfer from meta-1",
            "restart meta-1 on 1.2.768");
    assertThat(report.nodes()).allMatch(node -> node.state() == NodeState.UPGRADED);
    assertThat(report.warnings())
        .anyMatch(line -> line.contains("/home/db/meta.db on meta-2"))
        .anyMatch(line -> line.contains("meta-1 converted its data: From: V003; To: V004"));
  }

  @ParameterizedTest
  @CsvSource({"1.2.725, 1.2.768", "1.2.725, 1.2.833"})
  void aPlanNamesWhatTheRunThenDoesAndChangesNothing(String from, String to) {
    clusterOf(from);
    UpgradeReport planned =
        temporal.start(DatabendUpgrade.TYPE, "plan-orders", request(to, "every-node")).completed();

    assertThat(planned.outcome()).isEqualTo(UpgradeState.PLANNED);
    assertThat(cluster.actions()).isEmpty();
    Run run = start(request(to, "every-node"));
    run.approveEverything();
    assertThatTheRunDidAsPlanned(planned, run.completed());
  }

  @Test
  void metaGoesFirstWhereTheNewQueryDoesNotAcceptTheOldMeta() {
    start(request("1.2.833", "none")).completed();

    assertThat(cluster.actions().stream().filter(line -> line.startsWith("restart")))
        .containsExactly(
            "restart meta-2 on 1.2.833",
            "restart meta-3 on 1.2.833",
            "restart meta-1 on 1.2.833",
            "restart query-1 on 1.2.833",
            "restart query-2 on 1.2.833",
            "restart query-3 on 1.2.833");
  }

  @Test
  void thePlanIsShownWithEveryStateBeforeAnythingIsTouched() {
    Run run = start(request("1.2.833", "every-node"));

    Question plan = run.question("plan");

    assertThat(plan.title()).contains("meta to 1.2.833, then query to 1.2.833");
    assertThat(plan.detail())
        .contains("query 3 of 3 on 1.2.725, meta 1 of 3 on 1.2.833 and 2 on 1.2.725: ok because");
    assertThat(cluster.actions()).isEmpty();
    run.approve("plan");
    assertThat(run.question("meta-2").title()).contains("no way back");
    run.abort();
  }

  @Test
  void queriesThatMustNotRunSideBySideAreStoppedTogether() {
    clusterOf("1.2.680");

    start(request("1.2.724", "none")).completed();

    List<String> queries =
        cluster.actions().stream().filter(line -> line.contains("query")).toList();
    assertThat(queries.subList(0, 3)).allMatch(line -> line.startsWith("stop query-"));
    assertThat(queries.subList(3, 6)).allMatch(line -> line.startsWith("start query-"));
  }

  @Test
  void oldDataIsRefusedWithTheReleaseToStopAt() {
    clusterOf("1.2.527");

    UpgradeReport report = start(request("1.2.833", "none")).failedReport();

    assertThat(report.outcome()).isEqualTo(UpgradeState.FAILED);
    assertThat(report.reason())
        .contains("nothing was changed", "data on disk is V002", "it would panic at its start")
        .contains("1.2.680");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void onlyTheRoleThatIsAskedForIsUpgraded() {
    ObjectNode request = request("1.2.768", "none");
    ((ObjectNode) request.get("databend")).put("upgrade", "query");

    start(request).completed();

    assertThat(cluster.actions()).noneMatch(line -> line.contains("meta"));
    assertThat(cluster.version("query-3")).isEqualTo("1.2.768");
  }

  @Test
  void whatRunsTheReleaseAlreadyIsLeftAlone() {
    cluster.runs("query-1", "1.2.768");
    cluster.runs("meta-2", "1.2.768");

    start(request("1.2.768", "none")).completed();

    assertThat(cluster.actions()).noneMatch(line -> line.contains("restart query-1"));
    assertThat(cluster.actions()).noneMatch(line -> line.contains("restart meta-2"));
    assertThat(cluster.version("meta-3")).isEqualTo("1.2.768");
  }

  @Test
  void theOnlyQueryNodeNeedsAWaiver() {
    UpgradeReport report = start(withOnly(request("1.2.768", "none"), "query", 1)).failedReport();

    assertThat(report.reason()).contains("query-1", "only query node", "(check only-query)");
    assertThat(cluster.actions()).isEmpty();
  }

  @Test
  void twoMetaNodesNeedAWaiverAndThenGo() {
    ObjectNode request = withOnly(request("1.2.768", "none"), "meta", 2);
    request
        .withArray("waivers")
        .addObject()
        .put("check", "quorum")
        .put("by", "ann")
        .put("reason", "a test cluster");

    UpgradeReport report = start(request).completed();

    assertThat(report.warnings()).anyMatch(line -> line.startsWith("waived by ann"));
  }

  /** What fails, on which node, the question's id, and what is offered. */
  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({
    "stage, query-2, query-2.stage, RETRY ABORT",
    "safety, query-2, query-2.safety, RETRY ABORT",
    "drain, query-2, query-2.drain, RETRY SKIP ABORT",
    "restart, query-2, query-2.restart, RETRY RESTORE ABORT",
    "settled, query-2, query-2.settled, RETRY RESTORE ABORT",
    "metas, cluster, metas, RETRY ABORT",
    "backup, meta-2, meta-2.backup, RETRY ABORT",
    "transfer, meta-1, meta-1.transfer, RETRY ABORT",
    "restart, meta-2, meta-2.restart, RETRY ABORT",
    "caught-up, meta-2, meta-2.caught-up, RETRY ABORT",
    "observe, meta-2, meta-2.observe, RETRY ABORT",
  })
  void aFailedStepIsAQuestionThatRetryAnswers(
      String action, String node, String question, String choices) {
    if (action.equals("metas")) {
      // The look of the preflight is an answer, not a question.
      cluster.fail("drain", "query-3", FailureReason.TIMEOUT, "busy");
    } else {
      cluster.fail(action, node, FailureReason.FAILED_COMMAND, "no space left on device");
    }
    Run run = start(request("1.2.768", "none"));
    if (action.equals("metas")) {
      run.question("query-3.drain");
      cluster.fail(action, node, FailureReason.FAILED_COMMAND, "no space left on device");
      run.answer("query-3.drain", Choice.SKIP);
    }

    Question blocked = run.question(question);

    assertThat(blocked.failure()).hasToString("FAILED_COMMAND: no space left on device");
    assertThat(blocked.choices().stream().map(Choice::name).collect(Collectors.joining(" ")))
        .isEqualTo(choices);
    run.answer(question, Choice.RETRY);
    assertThat(run.completed().nodes()).allMatch(seen -> seen.state() == NodeState.UPGRADED);
  }

  @Test
  void restoreBringsTheQueryNodeBackAndEndsTheRun() {
    cluster.fail("settled", "query-1", FailureReason.UNHEALTHY, "HandshakeError");
    Run run = start(request("1.2.768", "none"));

    run.answer("query-1.settled", Choice.RESTORE);

    assertThat(run.failedReport().outcome()).isEqualTo(UpgradeState.ABORTED);
    assertThat(cluster.actions())
        .containsExactly(
            "drain query-1", "restart query-1 on 1.2.768", "restart query-1 on 1.2.725");
  }

  @Test
  void noQueryIsRestoredOnceAMetaNodeRunsTheNewRelease() {
    cluster.fail("restart", "query-1", FailureReason.FAILED_COMMAND, "exit status 209");
    Run run = start(request("1.2.833", "none"));

    assertThat(run.question("query-1.restart").choices())
        .containsExactly(Choice.RETRY, Choice.ABORT);
    run.abort();
  }

  /** The second look at a gate, the answer and the search attributes included. */
  @Test
  void aNodeWithItsGateAddsFewEvents() {
    Run run = start(request("1.2.833", "every-node"));
    run.approveEverything();
    run.completed();

    List<HistoryEvent> events = run.history().getEvents();
    List<Long> gates =
        events.stream()
            .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
            .filter(
                event ->
                    Set.of("DatabendMetaSafeToStop", "DatabendQuerySafeToStop")
                        .contains(
                            event
                                .getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName()))
            .map(HistoryEvent::getEventId)
            .toList();
    // Two looks a node: the first of one to the first of the next is one node.
    for (int i = 2; i < gates.size(); i += 2) {
      List<HistoryEvent> node =
          events.subList(Math.toIntExact(gates.get(i - 2)) - 1, Math.toIntExact(gates.get(i)) - 1);
      assertThat(node.size() - eventsOfQueries(node)).isLessThanOrEqualTo(45);
    }
    assertThat(gates).hasSize(12);
  }

  /**
   * The in-memory server answers some of the test's queries by a workflow task of their own, which
   * nothing in the history asked for. A real server leaves queries out of the history.
   */
  private static long eventsOfQueries(List<HistoryEvent> events) {
    boolean asked = false;
    long tasks = 0;
    for (HistoryEvent event : events) {
      if (event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED) {
        tasks += asked ? 0 : 1;
        asked = false;
      }
      asked |= ASKING_FOR_A_TASK.contains(event.getEventType());
    }
    return 3 * tasks;
  }
}
