package dev.lockkeeper.workflows.model;

import dev.lockkeeper.workflows.request.Described;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes the rest of a run. What is absent stays as it is. A gate that is open already keeps what
 * it was asked with.
 */
public record Amendment(
    @Described(
            value = "Who says so.",
            pattern = Names.PERSON,
            expected = Names.PERSON_IN_WORDS,
            example = "\"ann\"")
        String by,
    @Described("When to ask for approval from now on.") @Nullable GateFrequency policy,
    @Described("How many different people must approve each gate.") @Nullable Integer approvers,
    @Described(
            value = "Names of the people who may answer; an empty list is everybody.",
            pattern = Names.PERSON,
            expected = Names.PERSON_IN_WORDS)
        @Nullable List<String> allow,
    @Described("How long a gate stays open, such as P2D.") @Nullable Duration expire,
    @Described(
            value =
                "Names of nodes not yet begun, in the order in which they shall come; the others follow.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS)
        @Nullable List<String> order,
    @Described("For the report.") @Nullable String comment) {}
