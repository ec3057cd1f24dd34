package dev.lockkeeper.activities.fluss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StateReaderTest {
  private static final String V1 = "{\"version\":1,\"host\":\"127.0.0.11\",\"port\":9124}";
  private static final String V3 =
      "{\"version\":3,\"listeners\":\"FLUSS://127.0.0.11:9124\",\"register_timestamp\":1763689999000}";
  private static final String ASSIGNMENT =
      "{\"version\":1,\"buckets\":{\"0\":[3,2,1],\"1\":[1,3,2]}}";
  private static final String LEADER =
      "{\"version\":1,\"leader\":3,\"leader_epoch\":0,\"isr\":[3,2,1],\"coordinator_epoch\":0,\"bucket_epoch\":0}";
  private static final String TABLE =
      "{\"version\":1,\"table_id\":7,\"schema_id\":1,\"properties\":{\"table.replication.factor\":\"3\"}}";

  private final ZooKeeperFixture zookeeper;

  StateReaderTest(@TempDir Path directory) throws Exception {
    zookeeper = new ZooKeeperFixture(directory);
  }

  @AfterEach
  void stop() throws Exception {
    zookeeper.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {V1, V3})
  void registrationsOfAllReleasesAreRead(String registration) throws Exception {
    long coordinator =
        zookeeper.put(
            "/fluss/coordinators/active",
            "{\"version\":2,\"id\":\"u\",\"listeners\":\"FLUSS://h:1\"}");
    long one = zookeeper.put("/fluss/tabletservers/ids/1", registration);
    long three = zookeeper.put("/fluss/tabletservers/ids/3", registration);

    FlussState state = read();

    assertThat(state.coordinator()).isEqualTo(coordinator).isPositive();
    assertThat(state.tabletServers()).isEqualTo(Map.of(1, one, 3, three));
    assertThat(state.buckets()).isEmpty();
  }

  @Test
  void aServerThatRegistersAgainHasALaterRegistration() throws Exception {
    zookeeper.put("/fluss/tabletservers/ids/1", V1);
    long before = read().tabletServers().getOrDefault(1, 0L);
    zookeeper.delete("/fluss/tabletservers/ids/1");
    assertThat(read().tabletServers()).isEmpty();
    zookeeper.put("/fluss/tabletservers/ids/1", V3);

    assertThat(read().tabletServers().get(1)).isGreaterThan(before);
  }

  @Test
  void bucketsOfTablesAndPartitionsAreReadWithTheirNames() throws Exception {
    zookeeper.put("/fluss/metadata/databases/sales/tables/orders", TABLE);
    zookeeper.put("/fluss/tabletservers/tables/7", ASSIGNMENT);
    zookeeper.put("/fluss/tabletservers/tables/7/buckets/0/leader_isr", LEADER);
    zookeeper.put(
        "/fluss/tabletservers/tables/7/buckets/1/leader_isr",
        LEADER.replace("\"leader\":3", "\"leader\":-1").replace("[3,2,1]", "[2]"));
    zookeeper.put(
        "/fluss/tabletservers/partitions/4",
        "{\"version\":1,\"table_id\":8,\"buckets\":{\"0\":[2]}}");
    zookeeper.put(
        "/fluss/tabletservers/partitions/4/buckets/0/leader_isr", LEADER.replace("[3,2,1]", "[2]"));

    assertThat(read().buckets())
        .containsExactlyInAnyOrder(
            new Bucket("sales.orders", 0, List.of(3, 2, 1), List.of(3, 2, 1), 3),
            new Bucket("sales.orders", 1, List.of(1, 3, 2), List.of(2), -1),
            new Bucket("partition 4", 0, List.of(2), List.of(2), 3));
  }

  @Test
  void aBucketThatNobodyLeadsYetIsOutOfSync() throws Exception {
    zookeeper.put("/fluss/tabletservers/tables/9", "{\"version\":1,\"buckets\":{\"0\":[1]}}");

    assertThat(read().buckets())
        .containsExactly(new Bucket("table 9", 0, List.of(1), List.of(), -1));
  }

  @Test
  void anEmptyClusterHasNoCoordinator() throws Exception {
    zookeeper.put("/fluss", "");
    assertThat(read()).isEqualTo(new FlussState(0, Map.of(), List.of()));
  }

  @Test
  void aWrongRootIsNotAnEmptyCluster() throws Exception {
    zookeeper.put("/other", "");
    assertInvalid("ZooKeeper holds no /fluss; correct fluss.zookeeperRoot");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tables/7 | {not json | tables/7 is not JSON",
        "tables/7 | | tables/7 has no buckets",
        "tables/7 | {\"version\":9,\"assignment\":{}} | tables/7 has no buckets",
        "tables/7 | {\"buckets\":{\"zero\":[1]}} | where a number should be",
        "tables/7 | {\"buckets\":{\"0\":3}} | lacks a list of server ids",
        "tables/7 | {\"buckets\":{\"0\":[\"a\"]}} | where a server's id should be",
        "ids/seven | {} | where a number should be",
      })
  void whatCannotBeUnderstoodIsInvalidAndNotHealthy(String path, @Nullable String text, String why)
      throws Exception {
    zookeeper.put("/fluss/tabletservers/" + path, text == null ? "" : text);
    assertInvalid(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}", "{\"leader\":1,\"isr\":[null]}", "{\"leader\":1,\"isr\":\"1\"}"})
  void aLeaderThatCannotBeUnderstoodIsInvalid(String text) throws Exception {
    zookeeper.put("/fluss/tabletservers/tables/7", ASSIGNMENT);
    zookeeper.put("/fluss/tabletservers/tables/7/buckets/0/leader_isr", text);
    assertInvalid("/fluss/tabletservers/tables/7/buckets/0/leader_isr");
  }

  @Test
  void aSessionThatIsGoneIsUnreachable() throws Exception {
    zookeeper.put("/fluss", "");
    zookeeper.session().close();
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.UNREACHABLE));
  }

  private FlussState read() throws StepFailed, InterruptedException {
    return new StateReader(zookeeper.session(), "/fluss").read();
  }

  private void assertInvalid(String why) {
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.INVALID))
        .hasMessageContaining(why);
  }
}
