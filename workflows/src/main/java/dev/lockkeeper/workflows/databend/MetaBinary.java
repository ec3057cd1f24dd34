package dev.lockkeeper.workflows.databend;

/**
 * What a databend-meta binary says of itself.
 *
 * @param version its release
 * @param oldestQuery the oldest databend-query it talks to
 * @param working the form in which it keeps its data; what lies on the disk before its start may be
 *     older
 */
public record MetaBinary(
    DatabendVersion version, DatabendVersion oldestQuery, DataVersion working) {}
