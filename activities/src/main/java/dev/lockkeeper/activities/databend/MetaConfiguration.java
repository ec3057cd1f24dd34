package dev.lockkeeper.activities.databend;

import java.util.List;

/**
 * What matters of databend-meta.toml.
 *
 * @param admin where the admin API listens
 * @param grpc where databend-query and databend-metactl ask
 * @param grpcAdvertised the host that clients are told instead
 * @param id raft_config.id
 * @param raftDirectory where the data lies
 * @param raft where the other nodes reach it
 * @param logDirectory where the log files lie; empty if the file names none
 * @param logLevel such as WARN, which hides what a start says
 * @param single whether it says that the node founds a cluster
 * @param join the nodes it joins
 */
public record MetaConfiguration(
    NodeAddress admin,
    NodeAddress grpc,
    String grpcAdvertised,
    long id,
    String raftDirectory,
    NodeAddress raft,
    String logDirectory,
    String logLevel,
    boolean single,
    List<String> join) {
  public MetaConfiguration {
    join = List.copyOf(join);
  }

  /** Reads the file; what it does not say is what the program is compiled with (1.2.934). */
  public static MetaConfiguration parse(String text) throws Unreadable {
    TomlFile toml = TomlFile.parse("databend-meta.toml", text);
    return new MetaConfiguration(
        NodeAddress.of(toml.text("admin_api_address", "127.0.0.1:28002")),
        NodeAddress.of(toml.text("grpc_api_address", "127.0.0.1:9191")),
        toml.text("grpc_api_advertise_host", ""),
        toml.number("raft_config.id", 0),
        toml.text("raft_config.raft_dir", "./.databend/meta"),
        new NodeAddress(
            toml.text("raft_config.raft_advertise_host", "localhost"),
            (int) toml.number("raft_config.raft_api_port", 28004)),
        toml.text("log.file.dir", ""),
        toml.text("log.file.level", "INFO"),
        toml.flag("raft_config.single", false),
        toml.list("raft_config.join"));
  }
}
