package dev.lockkeeper.activities.databend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which daemons of systemd units can be upgraded, and how. */
class UnitRulesTest {
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, String> seen =
      new HashMap<>(
          Map.of(
              "user", "root",
              "unitProgram.7", "/usr/bin/databend-meta",
              "unitArguments.7", "--config-file /etc/databend/databend-meta.toml",
              "arguments.7", "--config-file /etc/databend/databend-meta.toml",
              "unitStops.7", "1min 30s",
              "mayChange.7", "yes",
              "mayControl.7", "yes"));

  private void judge(String unit) {
    UnitRules.judge(
        new ProcessLine(7, "root", "/usr", "/usr/bin/databend-meta", "/etc/m.toml", "/", unit),
        new NodeProbe(seen, List.of(), List.of(), null),
        problems,
        notes);
  }

  @Test
  void theProgramOfAPackageIsReplacedByADropIn() {
    judge("databend-meta.service");

    assertThat(problems).isEmpty();
    assertThat(notes)
        .anyMatch(note -> note.contains("databend-meta.service.d/90-lockkeeper.conf"))
        .anyMatch(note -> note.contains("has not ended 1min 30s after its stop"));
  }

  @Test
  void aUnitOverTheLinkStaysAsItIs() {
    seen.put("overLink.7", "yes");
    seen.put("user", "databend");
    seen.put("unitStops.7", "infinity");

    judge("databend-meta.service");

    assertThat(problems).isEmpty();
    assertThat(notes).isEmpty();
  }

  @Test
  void whoMayNotWriteDropInsIsToldTheWayOverALink() {
    seen.remove("mayChange.7");

    judge("databend-meta.service");

    assertThat(problems)
        .singleElement()
        .asString()
        .contains("user root may not change", "go over a link");
  }

  @Test
  void variablesInACommandLineAreNotFrozenIntoADropIn() {
    seen.put("unitArguments.7", "--config-file ${CONFIG}");

    judge("databend-meta.service");

    assertThat(problems).singleElement().asString().contains("variables or quotes");
  }

  @Test
  void whoMayNotStopTheUnitIsToldWhatToAllow() {
    seen.remove("mayControl.7");
    seen.put("overLink.7", "yes");
    seen.put("user", "databend");

    judge("databend-meta.service");

    assertThat(problems).singleElement().asString().contains("may not stop", "sudo systemctl stop");
  }

  @Test
  void aDaemonBehindAnotherMainProcessIsRefused() {
    seen.put("partOf.7", "databend.service");

    judge("");

    assertThat(problems).singleElement().asString().contains("not its main process");
  }

  @Test
  void aDaemonStartedByHandHasNoUnitToJudge() {
    judge("");

    assertThat(problems).isEmpty();
    assertThat(notes).isEmpty();
  }
}
