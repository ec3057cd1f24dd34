package dev.lockkeeper.activities.openmldb;

import static dev.lockkeeper.activities.openmldb.PlayedBinary.sample;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Everything in one go, and what is done when that does not work. */
class NsClientLookTest {
  private static final String BETWEEN = "unsupported cmd\n";
  private final List<String> asked = new ArrayList<>();

  private NsClient client(Map<String, String> answers) {
    return new NsClient(
        (flags, input) -> {
          String command =
              flags.stream()
                  .filter(flag -> flag.startsWith("--cmd="))
                  .findFirst()
                  .orElse(input.lines().findFirst().orElse(""));
          asked.add(command);
          return new Printed(answers.getOrDefault(command, "zk client init failed\n"), "", false);
        },
        ClientDialect.DATABASE_FLAG,
        "z:1",
        "/root");
  }

  private static String all(String... parts) {
    return "ns leader: m:1\n" + String.join(BETWEEN, parts) + BETWEEN;
  }

  private static String tables() {
    return all(
        "Use database: demo_db\n" + sample("0.6", "showtable"),
        "Use database: orders\n" + sample("0.6", "showtable"),
        "Use database: __INTERNAL_DB\n" + sample("0.6", "showtable"),
        "Use database: __PRE_AGG_DB\n" + sample("0.6", "showtable"),
        "Use database: INFORMATION_SCHEMA\n" + sample("0.6", "showtable"));
  }

  private static String cluster() {
    return all(
        sample("0.6", "showns"),
        sample("0.6", "showtablet"),
        sample("0.6", "showopstatus"),
        sample("0.6", "confget"),
        sample("0.6", "showdb"));
  }

  @Test
  void twoRunsOfTheClientTellEverything() throws Exception {
    NsClient.Look look = client(Map.of("showns", cluster(), "use demo_db", tables())).look();

    assertThat(asked).containsExactly("showns", "use demo_db");
    assertThat(look.nameservers()).isNotEmpty();
    assertThat(look.tables())
        .containsOnlyKeys(
            "demo_db", "orders", "__INTERNAL_DB", "__PRE_AGG_DB", "INFORMATION_SCHEMA");
    assertThat(look.tables().get("demo_db")).isNotEmpty();
  }

  @Test
  void ifOneAnswerIsMissingEachCommandIsGivenAlone() throws Exception {
    String broken = cluster().replaceFirst(BETWEEN, "");
    NsClient client =
        client(
            Map.of(
                "showns", broken,
                "--cmd=showns", sample("0.6", "showns"),
                "--cmd=showtablet", sample("0.6", "showtablet"),
                "--cmd=showopstatus", sample("0.6", "showopstatus"),
                "--cmd=confget auto_failover", sample("0.6", "confget"),
                "--cmd=showdb", sample("0.6", "showdb"),
                "--cmd=showtable", sample("0.6", "showtable")));

    NsClient.Look look = client.look();

    assertThat(asked)
        .contains("--cmd=showns", "--cmd=showtablet", "--cmd=showopstatus", "--cmd=showtable");
    assertThat(look.tables()).containsKey("__INTERNAL_DB");
  }
}
