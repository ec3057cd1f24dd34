package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.request.Described;
import java.time.Duration;
import java.util.List;

/** The part of a request that only OpenMLDB knows. */
public record OpenMldbSettings(
    @Described(
            value = "ZooKeeper's servers, as in --zk_cluster.",
            pattern = "[A-Za-z0-9.-]+:[0-9]{1,5}(,[A-Za-z0-9.-]+:[0-9]{1,5})*",
            expected = "a list such as 10.0.0.5:2181,10.0.0.6:2181",
            example = "\"10.0.0.5:2181\"")
        String zookeeper,
    @Described(
            value = "--zk_root_path of the cluster.",
            pattern = "(/[A-Za-z0-9._-]+)+",
            expected = "a path such as /openmldb",
            fallback = "\"/openmldb\"")
        String zookeeperRoot,
    @Described(
            value =
                "true: offlineendpoint before each tablet stops, so that no read fails. false: reads of the tablet fail for a moment.",
            fallback = "true")
        boolean drain,
    @Described(
            value =
                "true: no write may be lost, so a gate asks to stop them and another to resume. false: a few writes may be lost.",
            fallback = "true")
        boolean writePause,
    @Described(
            value = "true: in the end each partition is led by the tablet that led it before.",
            fallback = "true")
        boolean rebalance,
    @Described(
            value =
                "More flags whose values are carried into a flags file that the new release ships, beside those that every cluster needs.",
            pattern = "[A-Za-z_][A-Za-z0-9_]{0,80}",
            expected = "the name of a flag without dashes, such as thread_pool_size",
            fallback = "[]")
        List<String> carryFlags,
    @Described(
            value = "How long a server may take to stop by itself; it is never killed.",
            fallback = "\"PT5M\"")
        Duration stopLimit,
    @Described(value = "How long a server may take to open its port.", fallback = "\"PT5M\"")
        Duration startLimit,
    @Described(
            value = "How long the cluster may take for the operations of one command.",
            fallback = "\"PT30M\"")
        Duration operationLimit,
    @Described(
            value = "How long a tablet's data may take to be whole again.",
            fallback = "\"PT1H\"")
        Duration inSyncLimit,
    @Described(
            value = "How long the cluster must look whole without a break before it counts.",
            fallback = "\"PT5S\"")
        Duration stableFor,
    @Described(
            value = "How long no leader's offset may grow before writes count as stopped.",
            fallback = "\"PT5S\"")
        Duration quietFor,
    @Described(
            value = "How long each leader's offset may take to grow once writes are resumed.",
            fallback = "\"PT5M\"")
        Duration growthLimit) {}
