package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.request.Described;
import java.time.Duration;
import java.util.Map;

/** The part of a request that only Fluss knows. */
public record FlussSettings(
    @Described(
            value = "ZooKeeper's servers, as in zookeeper.address of server.yaml.",
            pattern = "[A-Za-z0-9.-]+:[0-9]{1,5}(,[A-Za-z0-9.-]+:[0-9]{1,5})*",
            expected = "a list such as 10.0.0.5:2181,10.0.0.6:2181",
            example = "\"10.0.0.5:2181\"")
        String zookeeper,
    @Described(
            value = "zookeeper.path.root of server.yaml.",
            pattern = "(/[A-Za-z0-9._-]+)+",
            expected = "a path such as /fluss",
            fallback = "\"/fluss\"")
        String zookeeperRoot,
    @Described(
            value =
                "rolling: the vendor's way, node by node. full-stop: everything stops, everything starts on the new release.",
            fallback = "\"rolling\"")
        FlussMethod method,
    @Described(
            value = "New options for server.yaml on every node, on top of those carried over.",
            pattern = "[a-z0-9][a-z0-9.-]*",
            expected = "an option name such as server.io-pool.size",
            fallback = "{}")
        Map<String, String> serverYaml,
    @Described(
            value = "How long a server may take to stop by itself; it is never killed.",
            fallback = "\"PT10M\"")
        Duration stopLimit,
    @Described(value = "How long a server may take to open its port.", fallback = "\"PT3M\"")
        Duration startLimit,
    @Described(value = "How long replicas may take to be in sync again.", fallback = "\"PT30M\"")
        Duration inSyncLimit,
    @Described(
            value = "How long the cluster must look healthy without a break before it counts.",
            fallback = "\"PT3S\"")
        Duration stableFor) {}
