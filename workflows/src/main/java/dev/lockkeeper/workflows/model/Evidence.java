package dev.lockkeeper.workflows.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a probe saw: the ground for a decision.
 *
 * @param facts in the order in which a person should read them
 * @param seenAt when the probe ended, by the worker's clock
 */
public record Evidence(List<Fact> facts, Instant seenAt) {
  /** Whether nothing speaks against going on. No facts at all is not safe. */
  @JsonIgnore
  public boolean safe() {
    return !facts.isEmpty() && bad().isEmpty();
  }

  /** The facts that speak against going on. */
  @JsonIgnore
  public List<Fact> bad() {
    return facts.stream().filter(fact -> fact.weight() == Fact.Weight.BAD).toList();
  }

  /** The facts that speak against going on, as one sentence. */
  public String objections() {
    if (facts.isEmpty()) {
      return "nothing was seen";
    }
    return bad().stream()
        .map(fact -> fact.name() + ": " + fact.value())
        .collect(Collectors.joining("; "));
  }

  /** The same with more facts at the end. */
  public Evidence plus(List<Fact> more) {
    List<Fact> all = new ArrayList<>(facts);
    all.addAll(more);
    return new Evidence(all, seenAt);
  }
}
