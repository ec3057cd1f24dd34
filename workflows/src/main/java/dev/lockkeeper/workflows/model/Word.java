package dev.lockkeeper.workflows.model;

import dev.lockkeeper.workflows.request.Described;
import org.jspecify.annotations.Nullable;

/** Pauses, resumes or aborts a run. */
public record Word(
    @Described(
            value = "Who says so.",
            pattern = Names.PERSON,
            expected = Names.PERSON_IN_WORDS,
            example = "\"ann\"")
        String by,
    @Described("For the report.") @Nullable String comment) {}
