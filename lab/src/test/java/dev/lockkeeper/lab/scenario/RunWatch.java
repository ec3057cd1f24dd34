package dev.lockkeeper.lab.scenario;

import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits until a run is where a test wants it. */
final class RunWatch {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final UpgradeRun run;

  RunWatch(UpgradeRun run) {
    this.run = run;
  }

  /** Waits until this gate is open. */
  Question gate(String id) {
    return until(
        "the gate " + id + " is open",
        () -> {
          goesOn("the gate " + id);
          return run.status().flatMap(UpgradeRun::openGate).filter(gate -> gate.id().equals(id));
        });
  }

  /** Waits until any gate is open. */
  Question anyGate() {
    return until(
        "a gate is open",
        () -> {
          goesOn("a gate");
          return run.status().flatMap(UpgradeRun::openGate);
        });
  }

  /** Waits until any step is blocked. */
  Question blocked() {
    return until(
        "a step is blocked",
        () -> {
          goesOn("a blocked step");
          return run.status().flatMap(UpgradeRun::blockedStep);
        });
  }

  /** What a run has not asked before its end it will never ask. */
  private void goesOn(String awaited) {
    run.ending()
        .ifPresent(
            report -> {
              throw new AssertionError("the run ended before " + awaited + ": " + report.reason());
            });
  }

  /** Approves every gate until the run has ended. */
  UpgradeReport approveToTheEnd(String by) {
    return until(
        "the run has ended",
        () -> {
          run.status().flatMap(UpgradeRun::openGate).ifPresent(gate -> run.approve(gate.id(), by));
          return run.ending();
        });
  }

  UpgradeReport ending() {
    return until("the run has ended", run::ending);
  }

  /** Waits for anything, and says where the run stood when it never came. */
  <T> T until(String what, Supplier<Optional<T>> look) {
    return Awaited.until(what, LIMIT, look, this::standing);
  }

  private String standing() {
    Optional<UpgradeStatus> status = run.status();
    return "the run: "
        + status.map(Object::toString).orElse("gives no status")
        + status.map(open -> "; at work: " + run.work()).orElse("")
        + run.ending()
            .map(report -> "; it ended " + report.outcome() + ": " + report.reason())
            .orElse("");
  }
}
