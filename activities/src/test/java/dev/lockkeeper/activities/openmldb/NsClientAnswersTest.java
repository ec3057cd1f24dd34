package dev.lockkeeper.activities.openmldb;

import static dev.lockkeeper.activities.openmldb.PlayedBinary.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockkeeper.activities.step.StepFailed;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as each line of releases prints them, and answers that are none. */
class NsClientAnswersTest {
  private static final String A = "172.27.128.31:10921";

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "0.6", "0.8"})
  void tabletsWithTheirStates(String family) throws Exception {
    assertThat(client(sample(family, "showtablet")).showTablets())
        .extracting(TabletServer::endpoint, TabletServer::address, TabletServer::state)
        .containsExactly(
            tuple(A, A, TabletServer.State.HEALTHY),
            tuple("172.27.128.32:10921", "172.27.128.32:10921", TabletServer.State.OFFLINE),
            tuple("172.27.128.33:10921", "172.27.128.33:10921", TabletServer.State.HEALTHY));
  }

  @Test
  void withUseNameTheNameIsTheEndpointAndTheAddressIsBeside() throws Exception {
    assertThat(client(sample("0.9", "showtablet")).showTablets().get(0))
        .isEqualTo(new TabletServer("tablet-a", Optional.of(A), TabletServer.State.HEALTHY, "3h"));
    assertThat(client(sample("0.9", "showns")).showNameservers())
        .extracting(Nameserver::endpoint, Nameserver::address, Nameserver::role)
        .containsExactly(
            tuple("ns-a", "172.27.128.31:7527", Nameserver.Role.LEADER),
            tuple("ns-b", "172.27.128.32:7527", Nameserver.Role.STANDBY));
  }

  @Test
  void statesOfBeforeRelease03MeanTheSame() throws Exception {
    assertThat(client(sample("before-0.3", "showtablet")).showTablets())
        .extracting(TabletServer::state)
        .containsExactly(TabletServer.State.HEALTHY, TabletServer.State.OFFLINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "0.6", "0.8", "0.9"})
  void replicasWithCellsThatHoldBlanksAndCellsThatAreEmpty(String family) throws Exception {
    ClientDialect dialect =
        family.equals("0.5") ? ClientDialect.USE_ON_STANDARD_INPUT : ClientDialect.DATABASE_FLAG;
    PlayedBinary binary =
        PlayedBinary.saying(sample(family, "showdb"), sample(family, "showtable"));

    assertThat(client(binary, dialect).showTable("demo_db"))
        .extracting(
            Replica::tid,
            Replica::pid,
            Replica::role,
            Replica::alive,
            Replica::offset,
            Replica::records)
        .containsExactly(
            tuple(4, 0, Replica.Role.LEADER, false, Optional.of(1024L), Optional.of(1000L)),
            tuple(4, 0, Replica.Role.LEADER, true, Optional.of(1031L), Optional.of(1007L)),
            tuple(4, 1, Replica.Role.FOLLOWER, true, Optional.empty(), Optional.empty()));
  }

  @Test
  void theLayoutWithTtlIsReadByItsHeader() throws Exception {
    assertThat(client(sample("before-0.3", "showtable")).showTable("__INTERNAL_DB"))
        .extracting(Replica::alive, Replica::offset, Replica::records)
        .containsExactly(
            tuple(true, Optional.of(1024L), Optional.of(1000L)),
            tuple(false, Optional.of(1023L), Optional.of(999L)));
  }

  @Test
  void columnsArePaddedByBytesAndNotByCharacters() throws Exception {
    assertThat(client(sample("traps", "wide-name")).showTable("__INTERNAL_DB"))
        .extracting(Replica::table, Replica::endpoint, Replica::offset)
        .containsExactly(
            tuple("预订", A, Optional.of(7L)),
            tuple("orders", "172.27.128.32:10921", Optional.of(9L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "0.6", "0.8", "0.9"})
  void operationsOfEveryStatus(String family) throws Exception {
    assertThat(client(sample(family, "showopstatus")).showOperations())
        .extracting(Operation::id, Operation::pid, Operation::status, Operation::over)
        .containsExactly(
            tuple(58L, Optional.of(0L), Operation.Status.DONE, true),
            tuple(59L, Optional.of(1L), Operation.Status.FAILED, true),
            tuple(60L, Optional.of(0L), Operation.Status.DOING, false),
            tuple(61L, Optional.of(1L), Operation.Status.INITED, false),
            tuple(62L, Optional.empty(), Operation.Status.CANCELED, true));
  }

  @Test
  void anEmptyListIsAnAnswerWhenItsHeaderIsThere() throws Exception {
    String empty =
        sample("0.6", "showopstatus").lines().limit(3).reduce("", (a, b) -> a + b + "\n");

    assertThat(client(empty).showOperations()).isEmpty();
  }

  @Test
  void databasesAndThoseThatShowdbHides() throws Exception {
    assertThat(client(sample("0.6", "showdb")).allDatabases())
        .containsExactly(
            "demo_db", "orders", "__INTERNAL_DB", "__PRE_AGG_DB", "INFORMATION_SCHEMA");
  }

  @Test
  void noDatabaseAtAllIsBelievedOnlyWhenTheNameserverAnswers() {
    String none = "ns leader: n:1\n  #  name\n-----------\n";

    assertThatThrownBy(
            () -> client(none, "Fail to show tablets. error msg: not available").showDatabases())
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("not available");
  }

  @Test
  void autoFailoverIsReadFromItsRow() throws Exception {
    assertThat(client(sample("0.6", "confget")).autoFailover()).isFalse();
    assertThat(client(sample("0.6", "confget").replace("false", "true ")).autoFailover()).isTrue();
  }

  @Test
  void whatATabletSaysOfItsMemory() throws Exception {
    TabletClient tablet = new TabletClient(PlayedBinary.saying(sample("0.8", "gettablestatus")), A);
    assertThat(tablet.tableStatus())
        .containsExactly(
            new LoadedPartition(4, 0, 1031, Replica.Role.LEADER, LoadedPartition.State.NORMAL),
            new LoadedPartition(4, 1, 12, Replica.Role.FOLLOWER, LoadedPartition.State.LOADING));
    assertThat(
            new TabletClient(PlayedBinary.saying(sample("0.8", "getfollower")), A).followers(4, 0))
        .containsExactly(
            new FollowerOffset(1031, A, 1024),
            new FollowerOffset(1031, "172.27.128.33:10921", 1031));
  }

  @Test
  void aCutTableIsNotReadAsAShorterOne() {
    String whole = sample("0.6", "showtablet");

    assertThatThrownBy(() -> client(whole.substring(0, whole.length() - 20)).showTablets())
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("a row that does not fit its header");
    PlayedBinary truncated = PlayedBinary.printing(new Printed(whole, "", true));
    assertThatThrownBy(() -> client(truncated, ClientDialect.DATABASE_FLAG).showTablets())
        .hasMessageContaining("more than can be read");
  }

  @Test
  void aStateThatMeansNothingKnownIsNotGuessedAt() {
    String changed = sample("0.6", "showtablet").replace("kHealthy", "kNewWord");

    assertThatThrownBy(() -> client(changed).showTablets())
        .hasMessageContaining("\"kNewWord\" as state");
  }

  @Test
  void logLinesOnStandardErrorAreNotAnAnswerButAreQuoted() {
    PlayedBinary binary =
        PlayedBinary.printing(
            new Printed("", "ERROR: unknown command line flag 'zk_clustr'\n", false));

    assertThatThrownBy(() -> client(binary, ClientDialect.DATABASE_FLAG).showTablets())
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("unknown command line flag 'zk_clustr'");
  }

  private static NsClient client(String... outputs) {
    return client(PlayedBinary.saying(outputs), ClientDialect.DATABASE_FLAG);
  }

  private static NsClient client(PlayedBinary binary, ClientDialect dialect) {
    return new NsClient(binary, dialect, "zk:2181", "/openmldb", Duration.ZERO, Duration.ZERO);
  }
}
