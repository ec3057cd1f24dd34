package dev.lockkeeper.workflows.model;

import dev.lockkeeper.workflows.request.Described;
import org.jspecify.annotations.Nullable;

/** Answers a blocked step. */
public record StepAnswer(
    @Described(
            value = "Id of the blocked step, as status shows it.",
            example = "\"tablet-1.restart\"")
        String gate,
    @Described(value = "One of the choices that the step offers.", example = "\"retry\"")
        Choice choice,
    @Described(
            value = "Who says so.",
            pattern = Names.PERSON,
            expected = Names.PERSON_IN_WORDS,
            example = "\"ann\"")
        String by,
    @Described("For the report.") @Nullable String comment) {}
