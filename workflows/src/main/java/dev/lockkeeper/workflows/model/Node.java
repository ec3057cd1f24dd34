package dev.lockkeeper.workflows.model;

import dev.lockkeeper.workflows.request.Described;

/**
 * One server process of the cluster and the machine it runs on.
 *
 * @param name unique in the cluster; names the node in gates, logs and job directories
 * @param host address that the worker reaches by SSH
 * @param port of SSH
 * @param role the product's word for what runs there
 * @param home directory of the installed release
 */
public record Node(
    @Described(
            value = "Name of the node, unique in the cluster; gates and reports use it.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS,
            example = "\"tablet-1\"")
        String name,
    @Described(
            value = "Host name or address that the worker reaches by SSH.",
            pattern = "[A-Za-z0-9]([A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?",
            expected = "a host name or an address",
            example = "\"10.0.0.11\"")
        String host,
    @Described(value = "Port of SSH.", fallback = "22") int port,
    @Described(
            value = "What runs there, in the product's words.",
            pattern = "[a-z][a-z-]{0,40}",
            expected = "a role such as tablet-server",
            example = "\"tablet-server\"")
        String role,
    @Described(
            value =
                "Directory of the installed release; a symbolic link to it is followed and moved.",
            pattern = Names.PATH,
            expected = Names.PATH_IN_WORDS,
            example = "\"/opt/fluss-0.7.0\"")
        String home) {}
