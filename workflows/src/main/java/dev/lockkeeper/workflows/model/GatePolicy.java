package dev.lockkeeper.workflows.model;

import dev.lockkeeper.workflows.request.Described;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the run asks, and whose word counts.
 *
 * @param policy how often
 * @param approvers how many different people must approve one gate
 * @param allow who may answer; empty means anybody
 * @param expire how long a gate stays open; after that the run is held until somebody resumes it
 */
public record GatePolicy(
    @Described(value = "When to ask for approval.", fallback = "\"every-node\"")
        GateFrequency policy,
    @Described(value = "How many different people must approve each gate.", fallback = "1")
        int approvers,
    @Described(
            value = "Names of the people who may answer; everybody when absent.",
            pattern = Names.PERSON,
            expected = Names.PERSON_IN_WORDS,
            fallback = "[]")
        List<String> allow,
    @Described("How long a gate stays open, such as P2D; the run is then held, never continued.")
        @Nullable Duration expire) {}
