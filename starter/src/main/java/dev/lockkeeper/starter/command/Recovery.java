package dev.lockkeeper.starter.command;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.lockkeeper.starter.run.Fences.Holder;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.recover.Finding;
import dev.lockkeeper.workflows.recover.NodeTrace;
import dev.lockkeeper.workflows.recover.RecoverResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What was found on the nodes, beside what this Temporal knows of the runs that hold them.
 *
 * @param holders each run once
 * @param next what a person should do, in this order
 */
record Recovery(
    String cluster,
    List<NodeTrace> nodes,
    List<HeldBy> holders,
    List<Finding> findings,
    List<String> next) {

  /**
   * A run that holds nodes.
   *
   * @param known what this Temporal knows of it
   */
  record HeldBy(FenceClaim claim, Holder known) {
    String sentence() {
      String name = claim.workflow() + " (run " + claim.run() + ")";
      return switch (known) {
        case OPEN -> name + " goes on in this Temporal: it looks after what is under way.";
        case CLOSED ->
            name
                + " has ended in this Temporal without freeing its nodes; ./lockkeeper report "
                + claim.cluster()
                + " tells more.";
        case UNKNOWN ->
            name
                + " is not known to this Temporal in namespace "
                + claim.namespace()
                + ": it is lost, or it goes on in another one. Make sure yourself that it does not.";
      };
    }
  }

  static Recovery of(RecoverResult result, Function<FenceClaim, Holder> known) {
    Map<String, FenceClaim> claims = new LinkedHashMap<>();
    result.nodes().stream()
        .map(NodeTrace::holder)
        .filter(Objects::nonNull)
        .forEach(claim -> claims.put(claim.run(), claim));
    List<HeldBy> holders =
        claims.values().stream().map(claim -> new HeldBy(claim, known.apply(claim))).toList();
    Recovery recovery =
        new Recovery(result.cluster(), result.nodes(), holders, result.findings(), result.next());
    return recovery.goesOn() ? recovery.withoutAdvice() : recovery;
  }

  /** Advice is for runs that are lost; to a run that goes on it would do harm. */
  private Recovery withoutAdvice() {
    return new Recovery(
        cluster,
        nodes,
        holders,
        findings,
        List.of("Ask the run that goes on: ./lockkeeper status " + cluster));
  }

  private boolean goesOn() {
    return holders.stream().anyMatch(holder -> holder.known() == Holder.OPEN);
  }

  /** Whether everything was seen, and all of it is done or looked after by a run that goes on. */
  @JsonIgnore
  boolean isClean() {
    return findings.stream()
        .allMatch(finding -> goesOn() && finding.kind() != Finding.Kind.UNKNOWN);
  }

  @JsonIgnore
  RecoverResult seen() {
    return new RecoverResult(cluster, nodes, findings, next);
  }

  /** About the runs that hold nodes. */
  @JsonIgnore
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    holders.forEach(holder -> sentences.add(holder.sentence()));
    if (findings.isEmpty()) {
      sentences.add("Nothing is half done on the nodes of " + cluster + ".");
    }
    return sentences;
  }
}
