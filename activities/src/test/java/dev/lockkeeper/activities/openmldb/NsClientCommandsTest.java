package dev.lockkeeper.activities.openmldb;

import static dev.lockkeeper.activities.openmldb.PlayedBinary.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Version;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to the client, what counts as done, and what a failure is called. */
class NsClientCommandsTest {
  private static final String EP = "10.0.0.1:10921";
  private static final String LEADER = "ns leader: 10.0.0.9:7527\n";
  private static final String TARGET =
      "--zk_cluster=zk:2181 --zk_root_path=/openmldb --role=ns_client";

  @Test
  void aCommandIsOneArgumentAndNeverInteractive() throws Exception {
    PlayedBinary binary = PlayedBinary.saying(LEADER + "offline endpoint ok\n");

    client(binary).offlineEndpoint(EP);

    assertThat(binary.calls())
        .containsExactly(TARGET + " --interactive=false --cmd=offlineendpoint " + EP);
  }

  @Test
  void theDatabaseIsAFlagFromRelease06On() throws Exception {
    PlayedBinary binary = PlayedBinary.saying(sample("0.6", "showdb"), sample("0.6", "showtable"));

    client(binary).showTable("orders");

    assertThat(binary.calls())
        .last()
        .isEqualTo(TARGET + " --interactive=false --database=orders --cmd=showtable");
  }

  @Test
  void release05IsToldTheDatabaseOnStandardInput() throws Exception {
    PlayedBinary binary = PlayedBinary.saying(sample("0.5", "showdb"), sample("0.5", "showtable"));

    client(binary, ClientDialect.of(Version.of("0.5.3"))).showTable("demo_db");

    assertThat(binary.calls())
        .containsExactly(
            TARGET + " --interactive=false --cmd=showdb",
            TARGET + " <use demo_db\nshowtable\nexit\n");
  }

  @Test
  void release05MustSayThatItUsesTheDatabase() {
    String withoutDatabase =
        LEADER + sample("0.5", "showtable").replaceAll("(?s).*Use database: demo_db\n", "");

    assertThatThrownBy(
            () ->
                client(
                        PlayedBinary.saying(sample("0.5", "showdb"), withoutDatabase),
                        ClientDialect.USE_ON_STANDARD_INPUT)
                    .showTable("demo_db"))
        .hasMessageContaining("no line \"Use database: demo_db\"");
  }

  @Test
  void aDatabaseThatDoesNotExistIsAFailureAndNotAnEmptyTable() {
    PlayedBinary binary = PlayedBinary.saying(sample("0.6", "showdb"));

    assertThatThrownBy(() -> client(binary).showTable("order"))
        .asInstanceOf(InstanceOfAssertFactories.type(StepFailed.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(FailureReason.INVALID))
        .satisfies(e -> assertThat(e).hasMessageStartingWith("there is no database order"));
    assertThat(binary.calls()).allMatch(call -> call.endsWith("--cmd=showdb"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "change leader ok\n",
        "change leader ok. If there are writing operations while changing a leader, some data may be lost\n"
      })
  void aSentenceMayFollowTheWordsOfSuccess(String said) throws Exception {
    PlayedBinary binary = PlayedBinary.saying(sample("0.6", "showdb"), LEADER + said);

    client(binary).changeLeader("orders", "flow", 3, EP);

    assertThat(binary.calls()).last().asString().endsWith("--cmd=changeleader flow 3 " + EP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", LEADER, "ok\n", "not offline endpoint ok\n", "recover endpoint ok\n"})
  void withoutTheWordsOfSuccessItIsNotDone(String said) {
    assertThatThrownBy(() -> client(PlayedBinary.saying(said)).offlineEndpoint(EP))
        .asInstanceOf(InstanceOfAssertFactories.type(StepFailed.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(FailureReason.INVALID))
        .satisfies(e -> assertThat(e).hasMessageContaining("no line \"offline endpoint ok\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zk client init failed                                                       | UNREACHABLE    | ZooKeeper address
          get children failed                                                         | UNREACHABLE    | no nameserver is registered
          get real_endpoint failed                                                    | UNREACHABLE    | --use_name
          client init failed                                                          | UNREACHABLE    | could not connect
          failed to recover endpoint. error msg: nameserver is not leader             | UNHEALTHY      | does not lead
          failed to recover endpoint. error msg:                                      | UNREACHABLE    | did not answer
          failed to recover endpoint. error msg: auto_failover is enabled             | REFUSED        | confset auto_failover false
          failed to recover endpoint. error msg: endpoint does not exist              | INVALID        | --use_name
          failed to recover endpoint. error msg: endpoint is not exist                | INVALID        | --use_name
          failed to recover endpoint. error msg: tablet is not healthy                | FAILED_COMMAND | tablet is not healthy
          Fail to recover table. error msg:table is alive, need not recover           | FAILED_COMMAND | need not recover
          Invalid args. concurrency should be greater than 0                          | FAILED_COMMAND | concurrency
          unsupported cmd                                                             | FAILED_COMMAND | unsupported cmd
          Bad format                                                                  | FAILED_COMMAND | Bad format
          Start failed! not set endpoint or zk_cluster                                | FAILED_COMMAND | not set endpoint
          """)
  void failuresCarryTheVendorsWordsAndWhatTheyMean(
      String said, FailureReason reason, String meaning) {
    assertThatThrownBy(() -> client(PlayedBinary.saying(LEADER + said + "\n")).recoverEndpoint(EP))
        .asInstanceOf(InstanceOfAssertFactories.type(StepFailed.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
        .satisfies(
            e ->
                assertThat(e)
                    .hasMessageStartingWith(said)
                    .hasMessageContaining(meaning)
                    .hasMessageContaining("\"recoverendpoint " + EP + "\"")
                    .hasMessageContaining("--zk_cluster=zk:2181"));
  }

  @Test
  void confgetOfAnUnknownKeySaysSetAndIsAFailureAllTheSame() {
    assertThatThrownBy(
            () ->
                client(
                        PlayedBinary.saying(
                            "failed to set auto_failover. error msg: cannot found key"
                                + " auto_failover\n"))
                    .autoFailover())
        .asInstanceOf(InstanceOfAssertFactories.type(StepFailed.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(FailureReason.INVALID));
  }

  @Test
  void whileTheClusterChoosesALeaderTheSameIsTriedAgain() throws Exception {
    PlayedBinary binary =
        PlayedBinary.saying(
            "zk client init failed\n",
            "get children failed\n",
            LEADER + "failed to recover endpoint. error msg: nameserver is not leader\n",
            LEADER + "failed to recover endpoint. error msg: \n",
            LEADER + "recover endpoint ok\n");

    patient(binary).recoverEndpoint(EP);

    assertThat(binary.calls()).hasSize(5);
  }

  @Test
  void aChangeOfLeaderThatMayHaveHappenedIsNotAskedForTwice() {
    PlayedBinary binary =
        PlayedBinary.saying(
            sample("0.6", "showdb"),
            LEADER + "failed to change leader. error msg: nameserver is not leader\n",
            LEADER + "failed to change leader. error msg: \n");

    assertThatThrownBy(() -> patient(binary).changeLeader("orders", "flow", 0))
        .asInstanceOf(InstanceOfAssertFactories.type(StepFailed.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(FailureReason.UNREACHABLE))
        .satisfies(e -> assertThat(e).hasMessageContaining("an effect is unknown"));
    assertThat(binary.calls()).hasSize(3);
  }

  @Test
  void whatTheClusterRefusesIsNotAskedForAgain() {
    PlayedBinary binary =
        PlayedBinary.saying(
            LEADER + "failed to offline endpoint. error msg: auto_failover is enabled\n");

    assertThatThrownBy(() -> patient(binary).offlineEndpoint(EP)).isInstanceOf(StepFailed.class);
    assertThat(binary.calls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\nshowdb", "", "a;b", "a'b", "a\"b"})
  void aWordThatTheClientWouldReadAsSeveralIsNotSent(String endpoint) {
    PlayedBinary binary = PlayedBinary.saying(LEADER + "offline endpoint ok\n");

    assertThatThrownBy(() -> client(binary).offlineEndpoint(endpoint))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(binary.calls()).isEmpty();
  }

  private static NsClient client(PlayedBinary binary) {
    return client(binary, ClientDialect.of(Version.of("0.6.0")));
  }

  private static NsClient client(PlayedBinary binary, ClientDialect dialect) {
    return new NsClient(
        binary, dialect, "zk:2181", "/openmldb", Duration.ZERO, Duration.ofMillis(1));
  }

  private static NsClient patient(PlayedBinary binary) {
    return new NsClient(
        binary,
        ClientDialect.DATABASE_FLAG,
        "zk:2181",
        "/openmldb",
        Duration.ofSeconds(5),
        Duration.ZERO);
  }
}
