package dev.lockkeeper.workflows.kwdb;

import java.util.List;

/** The tables of the databases that are moved, as {@code database.table}. */
public record Tables(List<String> names) {}
