package dev.lockkeeper.starter.view;

import dev.lockkeeper.starter.run.Estimate;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far a run is, as a sentence that says from what it was computed. */
final class EstimateView {
  private final Times times;

  EstimateView(Times times) {
    this.times = times;
  }

  /** Without its ground: for a log. */
  static String brief(Estimate estimate) {
    return done(estimate)
        + (estimate.basis().isEmpty()
            ? ""
            : "; about " + length(estimate.remainingSeconds()) + " more plus waiting at gates");
  }

  private static String done(Estimate estimate) {
    return estimate.done() + " of " + estimate.nodes() + " nodes done";
  }

  private static String length(@Nullable Long seconds) {
    return Times.length(Duration.ofSeconds(seconds == null ? 0 : seconds));
  }

  String line(Estimate estimate) {
    String done = done(estimate);
    if (estimate.remainingSeconds() == null) {
      return done
          + "; how long the rest takes is not known yet: no such node is finished, and no completed"
          + " upgrade of this cluster is kept";
    }
    if (estimate.basis().isEmpty()) {
      return done;
    }
    String basis = estimate.basis().stream().map(this::basis).collect(Collectors.joining("; "));
    return done
        + "; about "
        + length(estimate.remainingSeconds(times.clock().instant()))
        + " more plus waiting at gates (by the median of "
        + basis
        + ")"
        + (estimate.unknownRoles().isEmpty()
            ? ""
            : "; not in it, since nothing is known yet: "
                + String.join(", ", estimate.unknownRoles()));
  }

  private String basis(Estimate.Basis basis) {
    return basis.samples()
        + " "
        + basis.role()
        + (basis.samples() == 1 ? " node" : " nodes")
        + (basis.earlierRunEndedAt() == null
            ? " of this run"
            : " of the upgrade that ended " + times.at(basis.earlierRunEndedAt()));
  }
}
