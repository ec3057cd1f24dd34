package dev.lockkeeper.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.FailureReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultTableTest {
  private static final FaultCase CUT =
      FaultCase.of(
          FaultMode.LINK,
          "The link is cut",
          Moment.STOPPING,
          lane -> {},
          Ending.afterRetry("mend the link", "node-2.restart UNREACHABLE"));
  private static final FaultCase KILLED =
      FaultCase.of(
          FaultMode.WORKER, "The worker is killed", Moment.GATE, lane -> {}, Ending.byItself());

  @Test
  void theTableSaysWhatWasAskedAndAnsweredAndNoTimes() {
    String page = FaultTable.page(report(1.5, asked(FailureReason.UNREACHABLE), passed()));

    assertThat(page)
        .contains(
            "| The link is cut | while the server of `node-2` is being stopped"
                + " | asked: `node-2.restart` UNREACHABLE | mend the link, answer `retry`"
                + " | COMPLETED |\n",
            "| The worker is killed | while the gate `node-2` is open | went on by itself"
                + " | nothing | COMPLETED |\n")
        .doesNotContain("WRONG")
        .isEqualTo(FaultTable.page(report(99, asked(FailureReason.UNREACHABLE), passed())));
    assertThat(page.indexOf("The worker is killed |"))
        .as("modes come in their own order")
        .isLessThan(page.indexOf("The link is cut |"));
  }

  @Test
  void anotherReasonThanTheExpectedOneIsWrong() {
    FaultReport report = report(1.5, asked(FailureReason.LOST), passed());

    assertThat(report.clean()).isFalse();
    assertThat(report.good()).isEqualTo(1);
    assertThat(FaultTable.page(report)).contains("| WRONG: COMPLETED |");
  }

  @Test
  void aRunThatWasOverBeforeTheFaultIsWrong() {
    Attempt early =
        new Attempt("", false, "COMPLETED", "every node was seen on", List.of(), List.of(), 1);

    assertThat(FaultResult.of(KILLED, early).objections())
        .containsExactly("it did not happen: the run was over before");
  }

  @Test
  void whatTheObserverSawIsAnObjection() {
    Attempt bad =
        new Attempt("", true, "COMPLETED", "every node was seen on", List.of(), List.of("two"), 1);

    assertThat(FaultResult.of(KILLED, bad).objections()).containsExactly("two");
  }

  private static FaultReport report(double seconds, FaultResult... results) {
    return FaultReport.of(List.of(results), seconds);
  }

  private static FaultResult asked(FailureReason reason) {
    return FaultResult.of(
        CUT, attempt(List.of(new Blockade("node-2.restart", reason, "no answer", Choice.RETRY))));
  }

  private static FaultResult passed() {
    return FaultResult.of(KILLED, attempt(List.of()));
  }

  private static Attempt attempt(List<Blockade> blocked) {
    return new Attempt(
        "point", true, "COMPLETED", "every node was seen on 1.1.0", blocked, List.of(), 12.3);
  }
}
