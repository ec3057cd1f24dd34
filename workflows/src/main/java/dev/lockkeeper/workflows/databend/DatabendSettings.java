package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Names;
import dev.lockkeeper.workflows.request.Described;
import java.time.Duration;
import java.util.List;

/** The part of a request that only Databend knows. */
public record DatabendSettings(
    @Described(
            value =
                "Which daemons to bring to the release: all, or only query or only meta nodes while the others stay as they are.",
            fallback = "\"all\"")
        DatabendScope upgrade,
    @Described(
            value =
                "Releases to stop at on the way, in order, where a refusal names them; each is an upgrade of its own with gates of its own.",
            fallback = "[]")
        List<Stopover> through,
    @Described(
            value =
                "Name of a SQL credential profile of the worker, for databend-query's HTTP port.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS,
            example = "\"databend-sql\"")
        String sqlCredentials,
    @Described(
            value =
                "How long to wait until no statement runs on a query node before it is stopped.",
            fallback = "\"PT10M\"")
        Duration drainLimit,
    @Described(
            value = "How long a daemon may take to stop by itself; it is never killed.",
            fallback = "\"PT5M\"")
        Duration stopLimit,
    @Described(
            value =
                "How long a daemon may take to listen; a meta node converts its data before that.",
            fallback = "\"PT15M\"")
        Duration startLimit,
    @Described(
            value = "How long a restarted node may take until it and the cluster are whole again.",
            fallback = "\"PT10M\"")
        Duration settleLimit,
    @Described(
            value = "How long the cluster must look whole without a break before it counts.",
            fallback = "\"PT3S\"")
        Duration stableFor,
    @Described(
            value =
                "How long query nodes of one cluster may run different releases before the run warns.",
            fallback = "\"PT1H\"")
        Duration mixedLimit) {
  /** The same for one upgrade of a chain. */
  DatabendSettings only(DatabendScope scope) {
    return new DatabendSettings(
        scope,
        List.of(),
        sqlCredentials,
        drainLimit,
        stopLimit,
        startLimit,
        settleLimit,
        stableFor,
        mixedLimit);
  }
}
