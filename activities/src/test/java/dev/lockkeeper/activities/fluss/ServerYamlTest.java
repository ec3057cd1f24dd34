package dev.lockkeeper.activities.fluss;

import static dev.lockkeeper.workflows.fluss.FlussRole.COORDINATOR_SERVER;
import static dev.lockkeeper.workflows.fluss.FlussRole.TABLET_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.model.Version;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerYamlTest {
  private static final Version V06 = Version.of("0.6.0");
  private static final Version V07 = Version.of("0.7.0");
  private static final Version V09 = Version.of("0.9.1-incubating");
  private static final String SHIPPED =
      """
      # Shipped with the release
      zookeeper.address: localhost:2181
      bind.listeners: FLUSS://localhost:9123
      data.dir: /tmp/fluss-data # change me
      """;

  @Test
  void theHostAndPortOfATabletServerBecomeTheListener() {
    String next =
        carried(
            """
            zookeeper.address: zk:2181
            coordinator.host: c1
            coordinator.port: 9123
            tablet-server.host: 10.0.0.11
            tablet-server.port: 9124
            tablet-server.id: 1
            data.dir: /data
            """,
            TABLET_SERVER,
            V07,
            Map.of());

    assertThat(next)
        .isEqualTo(
            """
            # Shipped with the release
            zookeeper.address: zk:2181
            bind.listeners: FLUSS://10.0.0.11:9124
            data.dir: /data

            tablet-server.id: 1
            """);
  }

  @Test
  void theHostAndPortOfACoordinatorBecomeItsListener() {
    assertThat(
            carried(
                "coordinator.host: c1\ncoordinator.port: 9100\ntablet-server.port: 9124\n",
                COORDINATOR_SERVER,
                V07,
                Map.of()))
        .contains("bind.listeners: FLUSS://c1:9100\n")
        .doesNotContain("coordinator.")
        .doesNotContain("tablet-server.");
  }

  @Test
  void aMissingPortGetsTheDefaultOfItsRole() {
    assertThat(carried("coordinator.host: c1\n", COORDINATOR_SERVER, V07, Map.of()))
        .contains("bind.listeners: FLUSS://c1:9123\n");
    assertThat(carried("tablet-server.host: t1\n", TABLET_SERVER, V07, Map.of()))
        .contains("bind.listeners: FLUSS://t1:0\n");
    assertThat(carried("tablet-server.port: 9124\n", TABLET_SERVER, V07, Map.of()))
        .contains("bind.listeners: FLUSS://localhost:9124\n");
  }

  @Test
  void listenersThatRunNowWinOverHostAndPortWhichAreDropped() {
    assertThat(
            carried(
                "bind.listeners: FLUSS://a:1, CLIENT://b:2\ntablet-server.host: x\ntablet-server.port: 3\n",
                TABLET_SERVER,
                V09,
                Map.of()))
        .contains("bind.listeners: FLUSS://a:1, CLIENT://b:2\n")
        .doesNotContain("tablet-server.");
  }

  @Test
  void withinOldReleasesHostAndPortStay() {
    assertThat(
            carried("tablet-server.host: x\ntablet-server.port: 3\n", TABLET_SERVER, V06, Map.of()))
        .contains("tablet-server.host: x\n")
        .contains("tablet-server.port: 3\n");
  }

  @Test
  void addedOptionsWinOverThoseThatRunAndThoseShipped() {
    assertThat(
            carried(
                "data.dir: /data\nserver.io-pool.size: 3\ntablet-server.port: 1\n",
                TABLET_SERVER,
                V09,
                Map.of(
                    "data.dir",
                    "/new",
                    "server.io-pool.size",
                    "8",
                    "bind.listeners",
                    "FLUSS://n:5")))
        .contains("data.dir: /new\n", "server.io-pool.size: 8\n", "bind.listeners: FLUSS://n:5\n")
        .doesNotContain("/data", "size: 3", "tablet-server.port");
  }

  @Test
  void optionsThatTheShippedFileDoesNotHaveAreAppendedAsTheyWereWritten() {
    assertThat(
            carried(
                "datalake.format: paimon # since May\nsome.option: \"two words\"\n",
                TABLET_SERVER,
                V09,
                Map.of()))
        .contains("\n\ndatalake.format: paimon # since May\nsome.option: \"two words\"\n")
        .startsWith("# Shipped with the release\n")
        .contains("data.dir: /tmp/fluss-data # change me\n");
  }

  @Test
  void linesAreReadAsTheServersReadThem() {
    Map<String, String> options =
        ServerYaml.parse(
                """
                plain: 1
                  indented: 2
                spaced   :   3
                password: ab#cd
                twice: first
                twice: second
                address: zk:2181,zk2:2181
                url: jdbc: x
                nospace:4
                empty:
                only.comment: # 5
                #commented: 6
                crlf: 7\r
                """)
            .options();

    assertThat(options)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "plain", "1",
                "indented", "2",
                "spaced", "3",
                "password", "ab",
                "twice", "second",
                "address", "zk:2181,zk2:2181",
                "url", "jdbc: x",
                "crlf", "7"));
  }

  @Test
  void anOptionThatTheOldServerSkippedDoesNotComeToLife() {
    assertThat(carried("data.dir:/elsewhere\n", TABLET_SERVER, V09, Map.of()))
        .doesNotContain("/elsewhere")
        .contains("data.dir: /tmp/fluss-data");
  }

  @Test
  void anIndentedDataDirectoryIsNotLost() {
    assertThat(carried("  data.dir: /data\n", TABLET_SERVER, V09, Map.of()))
        .contains("\ndata.dir: /data\n");
  }

  @Test
  void aKeyThatIsShippedTwiceIsNotOverruledByItsSecondLine() {
    String next =
        ServerYaml.parse("data.dir: /data\n")
            .carriedInto(
                ServerYaml.parse("data.dir: /a\ndata.dir: /b\n"), TABLET_SERVER, V09, Map.of())
            .text();
    assertThat(next).isEqualTo("data.dir: /data\n");
  }

  @Test
  void carryingOverTwiceGivesTheSame() {
    String once =
        carried("tablet-server.port: 9124\ndata.dir: /data\n", TABLET_SERVER, V07, Map.of());
    assertThat(
            ServerYaml.parse(once)
                .carriedInto(ServerYaml.parse(SHIPPED), TABLET_SERVER, V07, Map.of())
                .text())
        .isEqualTo(once);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bind.listeners: FLUSS://10.0.0.1:9124 | 9124",
        "bind.listeners: FLUSS://10.0.0.1:9124, CLIENT://h:1 | 9124",
        "bind.listeners: FLUSS://[::1]:9124 | 9124",
        "bind.listeners: FLUSS://10.0.0.1:0 | 0",
        "bind.listeners: nonsense | 0",
        "tablet-server.port: 9125 | 9125",
        "tablet-server.port: \"9125\" | 9125",
        "coordinator.port: 9126 | 0",
        "data.dir: /data | 0",
      })
  void thePortIsThatOfTheFirstListener(String yaml, int port) {
    assertThat(ServerYaml.parse(yaml).port(TABLET_SERVER)).isEqualTo(port);
  }

  @Test
  void theIdIsReadOrUnknown() {
    assertThat(ServerYaml.parse("tablet-server.id: 0").tabletServerId()).isEqualTo(0);
    assertThat(ServerYaml.parse("tablet-server.id: one").tabletServerId()).isNull();
    assertThat(ServerYaml.parse("").tabletServerId()).isNull();
  }

  @Test
  void deprecatedOptionsAreNotedFrom09On() {
    ServerYaml yaml =
        ServerYaml.parse(
            "coordinator.io-pool.size: 1\nremote.log.data-transfer-thread-num: 2\nkv.snapshot.transfer-thread-num: 3\n");

    assertThat(yaml.notes(V07)).isEmpty();
    assertThat(yaml.notes(V09)).hasSize(3).allMatch(note -> note.contains("server.io-pool.size"));
  }

  @Test
  void aJaasClassOfTheOldPackageIsNotedWithoutItsSecret() {
    ServerYaml yaml =
        ServerYaml.parse(
            "security.sasl.plain.jaas.config: com.alibaba.fluss.security.auth.sasl.plain.PlainLoginModule required user_a=\"s3cret\";\n");

    assertThat(yaml.notes(V07)).isEmpty();
    assertThat(yaml.notes(V09))
        .singleElement()
        .asString()
        .contains("org.apache.fluss")
        .doesNotContain("s3cret");
  }

  private static String carried(
      String running, FlussRole role, Version target, Map<String, String> added) {
    return ServerYaml.parse(running)
        .carriedInto(ServerYaml.parse(SHIPPED), role, target, added)
        .text();
  }
}
