package dev.lockkeeper.starter.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.starter.run.Printable;
import dev.lockkeeper.starter.run.Recollection;
import dev.lockkeeper.starter.run.RunFacts;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the chronicle of a run from what is known of it. */
public final class Chronicler {
  private static final ObjectMapper JSON = Json.mapper();

  private final Recollection told;
  private final ZoneId zone;
  private final String release;

  /**
   * @param told what the run's history tells
   * @param zone in which its times shall be shown
   * @param release of Lockkeeper that writes it
   */
  public Chronicler(Recollection told, ZoneId zone, String release) {
    this.told = told;
    this.zone = zone;
    this.release = release;
  }

  /** Of a run that has ended by itself. */
  public Chronicle of(Sight.Ended ended) {
    UpgradeReport report = ended.report();
    return write(
        ended.facts(),
        report,
        report.outcome().name(),
        false,
        report.reason(),
        report.endedAt(),
        notes(told.problem()));
  }

  /** Of a run that was cut off: as far as its history tells. */
  public Chronicle of(Sight.Cut cut) {
    List<String> notes = notes(told.problem());
    if (cut.report() == null) {
      notes.add(
          cut.problem() == null
              ? "It was cut off before it had begun anything."
              : "What it has left half done is not known: " + cut.problem());
    } else {
      notes.add("It was " + cut.report().outcome() + " when it was cut off.");
    }
    return write(
        cut.facts(),
        cut.report(),
        cut.closing().how(),
        false,
        cut.closing().sentence(),
        cut.closing().at(),
        notes);
  }

  /** Of a run that goes on. */
  public Chronicle soFar(RunFacts facts, UpgradeReport report) {
    return write(
        facts,
        report,
        report.outcome().name(),
        true,
        "it goes on; this is how it stood when the report was written",
        report.endedAt(),
        notes(told.problem()));
  }

  /** Of a run that goes on, but for which no worker answers. */
  public Chronicle remembered(RunFacts facts, UpgradeReport report) {
    return write(
        facts,
        report,
        report.outcome().name(),
        true,
        "no worker answers; this is how it stood when it last did something, by its history",
        report.endedAt(),
        notes(told.problem()));
  }

  private static List<String> notes(@Nullable String problem) {
    List<String> notes = new ArrayList<>();
    if (problem != null) {
      notes.add("What was shown at the gates, and when nodes changed, is not known: " + problem);
    }
    return notes;
  }

  private Chronicle write(
      RunFacts facts,
      @Nullable UpgradeReport report,
      String outcome,
      boolean open,
      String reason,
      Instant endedAt,
      List<String> notes) {
    Instant startedAt = report == null ? facts.startedAt() : report.startedAt();
    List<NodeStatus> nodes = report == null ? List.of() : report.nodes();
    String target = report == null ? facts.target() : report.target();
    Lanes lanes = new Lanes(nodes, told, endedAt);
    Summary summary =
        new Summary(
            facts.workflowId(),
            facts.runId(),
            facts.product(),
            facts.cluster(),
            target,
            outcome,
            open,
            reason,
            startedAt,
            endedAt,
            lanes.all(),
            target == null ? null : MixedTime.of(told.moments(), target, endedAt),
            report == null ? List.of() : report.unfinished(),
            notes,
            zone.getId(),
            release);
    List<Entry> entries = new Entries(summary, report, told).inOrder();
    Chronicle chronicle = new Chronicle(summary, entries);
    // Texts come from nodes and could hold what a terminal or a reader takes for something else.
    return Printable.read(JSON.valueToTree(chronicle), Chronicle.class);
  }
}
