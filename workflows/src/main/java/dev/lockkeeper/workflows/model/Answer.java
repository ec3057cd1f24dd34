package dev.lockkeeper.workflows.model;

import dev.lockkeeper.workflows.request.Described;
import org.jspecify.annotations.Nullable;

/** Approves or rejects a gate. */
public record Answer(
    @Described(value = "Id of the open gate, as status shows it.", example = "\"tablet-1\"")
        String gate,
    @Described(
            value = "Who says so.",
            pattern = Names.PERSON,
            expected = Names.PERSON_IN_WORDS,
            example = "\"ann\"")
        String by,
    @Described("For the report.") @Nullable String comment) {}
