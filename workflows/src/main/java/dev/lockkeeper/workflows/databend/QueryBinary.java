package dev.lockkeeper.workflows.databend;

/**
 * What a databend-query binary says of itself. Asked of the binary, because a nightly and a stable
 * release of one number may differ: 1.2.725 needs a databend-meta of 1.2.677, 1.2.725-nightly one
 * of 1.2.259.
 *
 * @param version its release
 * @param oldestMeta the oldest databend-meta it talks to
 */
public record QueryBinary(DatabendVersion version, DatabendVersion oldestMeta) {}
