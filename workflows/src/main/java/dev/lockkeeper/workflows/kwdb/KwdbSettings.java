package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Names;
import dev.lockkeeper.workflows.request.Described;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a request that only KWDB knows. */
public record KwdbSettings(
    @Described(
            "The way of the vendor's page. When absent, it is what the nodes' own /etc/kaiwudb/info/MODE says; when given, MODE must agree.")
        @Nullable KwdbMethod method,
    @Described(
            value =
                "Name of a SQL credential profile of the worker, of a user with the admin role. Absent: root of an insecure cluster.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS)
        @Nullable String sqlCredentials,
    @Described(value = "How the worker reaches the SQL port.", fallback = "\"tunnel\"")
        SqlRoute sqlRoute,
    @Described(
            value = "Directory of the certificates on the nodes, for kwbase.",
            pattern = Names.PATH,
            expected = Names.PATH_IN_WORDS,
            fallback = "\"/etc/kaiwudb/certs\"")
        String certificates,
    @Described(
            value =
                "copy: each node's stopped data directory is copied before its upgrade. taken: you have a backup, and the first gate asks you to say so.",
            fallback = "\"copy\"")
        BackupKind backup,
    @Described(
            value = "Directory on the nodes for the copies; its space is checked first.",
            pattern = Names.PATH,
            expected = Names.PATH_IN_WORDS,
            fallback = "\"/var/lib/kaiwudb-backup\"")
        String backupDirectory,
    @Described(
            value =
                "Directory on the nodes with the unpacked package of the present release (kwdb_install), for the choice restore.",
            pattern = Names.PATH,
            expected = Names.PATH_IN_WORDS)
        @Nullable String previousPackage,
    @Described(
            value =
                "server.time_until_store_dead while nodes are upgraded one by one, so that no replica is rebuilt elsewhere meanwhile.",
            fallback = "\"PT3H\"")
        Duration storeDead,
    @Described(
            value = "Name of the container, for compose and docker.",
            pattern = "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}",
            expected = "the name of a container",
            fallback = "\"kaiwudb-container\"")
        String container,
    @Described(
            value = "The new image; kwdb/kwdb:<version> when absent.",
            pattern = "[a-zA-Z0-9][a-zA-Z0-9._/:@-]{0,254}",
            expected = "the name of an image such as kwdb/kwdb:3.1.0")
        @Nullable String image,
    @Described(
            value = "archive: docker load of the release's KaiwuDB.tar. registry: docker pull.",
            fallback = "\"archive\"")
        ImageSource imageFrom,
    @Described(
            value = "The compose file on the nodes.",
            pattern = Names.PATH,
            expected = Names.PATH_IN_WORDS,
            fallback = "\"/etc/kaiwudb/script/docker-compose.yml\"")
        String composeFile,
    @Described(
            value = "Databases that are exported and imported, for import-export.",
            pattern = "[a-z_][a-z0-9_]{0,62}",
            expected = "the name of a database that needs no quotes",
            fallback = "[]")
        List<String> databases,
    @Described(
            value = "How long a node may take to hand over its leases and connections.",
            fallback = "\"PT10M\"")
        Duration drainLimit,
    @Described(
            value = "How long a server may take to stop by itself; it is never killed.",
            fallback = "\"PT5M\"")
        Duration stopLimit,
    @Described(
            value = "How long a server may take to listen, and then to rejoin.",
            fallback = "\"PT10M\"")
        Duration startLimit,
    @Described(
            value = "How long the replicas may take to be whole again, after each node.",
            fallback = "\"PT1H\"")
        Duration wholeLimit,
    @Described(
            value =
                "How far apart two readings of the replicas are. The stores report every 10 s, so less says nothing on a real cluster.",
            fallback = "\"PT11S\"")
        Duration settleFor) {
  /** The name of the image of a release. */
  public String imageOf(String version) {
    return image == null ? "kwdb/kwdb:" + version : image;
  }
}
