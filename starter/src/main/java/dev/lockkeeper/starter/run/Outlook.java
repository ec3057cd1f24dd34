package dev.lockkeeper.starter.run;

import java.util.List;

/** What a run's history adds to what the run says of itself. */
public record Outlook(List<TimeInState> nodes, Estimate estimate) {}
