package dev.lockkeeper.activities.openmldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.openmldb.ClusterState.Key;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.openmldb.OpenMldbView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What looks well and is not. Tablets are called a, b and c; nameservers m and n. */
class ClusterRulesTest {
  private static final OpenMldbView.Members MEMBERS =
      new OpenMldbView.Members(List.of("m", "n"), List.of("a", "b", "c"));

  private final List<Replica> users =
      new ArrayList<>(List.of(replica("flow", 0, "a", true), replica("flow", 0, "b", false)));
  private final List<Replica> internal = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final Map<String, List<LoadedPartition>> memory = new HashMap<>();
  private final List<TabletServer> tablets =
      new ArrayList<>(List.of(tablet("a", true), tablet("b", true), tablet("c", true)));

  ClusterRulesTest() {
    memory.put("a", new ArrayList<>(List.of(loaded(0, 100, true))));
    memory.put("b", new ArrayList<>(List.of(loaded(0, 100, false))));
    memory.put("c", new ArrayList<>());
  }

  private static Replica replica(String table, int pid, String endpoint, boolean leads) {
    return new Replica(
        table,
        4,
        pid,
        endpoint,
        leads ? Replica.Role.LEADER : Replica.Role.FOLLOWER,
        true,
        Optional.of(100L),
        Optional.of(100L));
  }

  private static Replica dead(Replica one) {
    return new Replica(
        one.table(),
        one.tid(),
        one.pid(),
        one.endpoint(),
        one.role(),
        false,
        one.offset(),
        one.records());
  }

  private static LoadedPartition loaded(int pid, long offset, boolean leads) {
    return new LoadedPartition(
        4,
        pid,
        offset,
        leads ? Replica.Role.LEADER : Replica.Role.FOLLOWER,
        LoadedPartition.State.NORMAL);
  }

  private static TabletServer tablet(String endpoint, boolean healthy) {
    return new TabletServer(
        endpoint,
        Optional.empty(),
        healthy ? TabletServer.State.HEALTHY : TabletServer.State.OFFLINE,
        "3h");
  }

  private static Operation operation(long id, Operation.Status status) {
    return new Operation(
        id,
        "kReAddReplicaOP",
        Optional.of("flow"),
        Optional.of(0L),
        status,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private ClusterState state() {
    return new ClusterState(
        List.of(
            new Nameserver("m", Optional.empty(), Nameserver.Role.LEADER),
            new Nameserver("n", Optional.empty(), Nameserver.Role.STANDBY)),
        tablets,
        Map.of("orders", users, "__INTERNAL_DB", internal),
        operations,
        false,
        memory);
  }

  private String objections() {
    return String.join(
        "; ",
        ClusterRules.whole(state(), MEMBERS).stream()
            .filter(fact -> fact.weight() == Fact.Weight.BAD)
            .map(Fact::value)
            .toList());
  }

  private String lostWithout(String endpoint, boolean waived) {
    return String.join(
        "; ",
        ClusterRules.withoutTablet(state(), endpoint, waived).stream()
            .filter(fact -> fact.weight() == Fact.Weight.BAD)
            .map(Fact::value)
            .toList());
  }

  @Test
  void aWholeClusterHasNoObjection() {
    assertThat(objections()).isEmpty();
    assertThat(lostWithout("a", false)).isEmpty();
  }

  @Test
  void aRestartedTabletThatIsCalledAliveHasNothingInItsMemory() {
    memory.put("b", List.of());

    assertThat(objections()).isEqualTo("orders.flow/0 is not in the memory of b");
    assertThat(lostWithout("a", false)).contains("no other tablet serves orders.flow/0");
  }

  @Test
  void aTabletThatDoesNotSayWhatItHasIsNotWell() {
    memory.remove("b");

    assertThat(objections()).contains("is not in the memory of b");
  }

  @Test
  void aPartitionThatStillLoadsIsNotWell() {
    memory.put(
        "b",
        List.of(
            new LoadedPartition(4, 0, 100, Replica.Role.FOLLOWER, LoadedPartition.State.LOADING)));

    assertThat(objections()).isEqualTo("orders.flow/0 is LOADING on b");
  }

  @Test
  void afterAChangeOfLeaderTheOldLeadersRowIsAnObjection() {
    users.set(0, dead(users.get(0)));
    users.set(1, replica("flow", 0, "b", true));
    memory.put("b", List.of(loaded(0, 100, true)));

    assertThat(objections()).isEqualTo("orders.flow/0 is not alive on a");
  }

  @Test
  void twoLeadersOrNoneAreAnObjection() {
    users.set(1, replica("flow", 0, "b", true));
    assertThat(objections()).contains("orders.flow/0 has 2 leaders alive");

    users.set(0, dead(users.get(0)));
    users.set(1, dead(users.get(1)));
    assertThat(objections()).contains("orders.flow/0 has 0 leaders alive");
  }

  @Test
  void theDatabasesOfTheSystemCountToo() {
    internal.add(dead(replica("JOB_INFO", 1, "c", true)));

    assertThat(objections()).contains("__INTERNAL_DB.JOB_INFO/1 is not alive on c");
  }

  @Test
  void theLastAliveReplicaIsNeverStoppedAlthoughNoCommandComplains() {
    users.set(1, dead(users.get(1)));

    assertThat(lostWithout("a", true)).isEqualTo("no other tablet serves orders.flow/0");
    assertThat(lostWithout("b", true)).isEmpty();
  }

  @Test
  void aSingleCopyIsNamedAndOnlyAWaiverLetsItGo() {
    users.add(replica("alone", 1, "c", true));
    memory.put("c", List.of(loaded(1, 5, true)));

    assertThat(lostWithout("c", false)).contains("orders.alone", "single-copy");
    assertThat(lostWithout("c", true)).isEmpty();
    assertThat(ClusterRules.singleCopyTables(state())).containsExactly("orders.alone");
  }

  @Test
  void aTabletThatIsGoneOrUnknownIsAnObjection() {
    tablets.set(2, tablet("c", false));
    tablets.add(tablet("d", true));

    assertThat(objections()).contains("c is not registered", "the tablet d is not in the request");
  }

  @Test
  void anOperationUnderWayIsAnObjection() {
    operations.add(operation(60, Operation.Status.DOING));

    assertThat(objections())
        .isEqualTo("operation 60 kReAddReplicaOP of table flow partition 0 is kDoing");
  }

  @Test
  void whatFailedLongAgoMeansNothingAndWhatFailedSinceBlocks() {
    operations.add(operation(12, Operation.Status.FAILED));
    OpenMldbView view =
        new OpenMldbView(
            "z:1",
            "/root",
            List.of(
                new Target(
                    new Node("nameserver-1", "10.0.0.1", 22, "nameserver", "/opt/openmldb"),
                    "lab")),
            MEMBERS);

    assertThat(objections()).isEmpty();
    assertThatCode(() -> Operations.failIfFailed(operations, 12, view)).doesNotThrowAnyException();

    operations.add(operation(13, Operation.Status.FAILED));
    assertThatThrownBy(() -> Operations.failIfFailed(operations, 12, view))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("operation 13 kReAddReplicaOP of table flow partition 0 is kFailed")
        .hasMessageContaining("nameserver-1:/opt/openmldb/logs/nameserver.INFO")
        .hasMessageNotContaining("operation 12");
  }

  @Test
  void aDoneOperationIsNotEnoughWhileAFollowerLags() {
    Map<Key, Long> before = ClusterRules.offsets(state());
    memory.put("b", List.of(loaded(0, 40, false)));

    assertThat(ClusterRules.followed(state(), before).value())
        .isEqualTo("orders.flow/0 on b is at 40 of 100");
    memory.put("b", List.of(loaded(0, 100, false)));
    memory.put("a", List.of(loaded(0, 170, true)));
    // It has what its leader had; that writes go on meanwhile is no lag.
    assertThat(ClusterRules.followed(state(), before).weight()).isEqualTo(Fact.Weight.GOOD);
  }

  @Test
  void withoutAnEarlierLookNothingIsKnownOfFollowers() {
    assertThat(ClusterRules.followed(state(), Map.of()).weight()).isEqualTo(Fact.Weight.BAD);
  }

  @Test
  void positionsAreThoseOfTheUsersAndWhatTheTabletsThemselvesSay() {
    internal.add(replica("JOB_INFO", 1, "c", true));
    memory.put("c", List.of(loaded(1, 9, true)));
    memory.put("a", List.of(loaded(0, 123, true)));

    assertThat(ClusterRules.positions(state()).leaders())
        .containsOnlyKeys("orders.flow/0")
        .satisfies(all -> assertThat(all.get("orders.flow/0").offset()).isEqualTo(123));
  }
}
