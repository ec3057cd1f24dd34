package dev.lockkeeper.workflows.discovery;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.lockkeeper.workflows.model.Names;
import dev.lockkeeper.workflows.request.CheckedReader;
import dev.lockkeeper.workflows.request.Described;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where to begin to look for a cluster. */
@JsonDeserialize(using = Discovery.Reader.class)
public record Discovery(
    @Described(
            value = "The product.",
            pattern = Names.NAME,
            expected = "the name of a product, such as fluss",
            example = "\"fluss\"")
        String product,
    @Described(
            value = "Name that the cluster shall have.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS,
            example = "\"orders\"")
        String cluster,
    @Described(
            value = "Name of a credential profile of the worker, for SSH to the nodes.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS,
            example = "\"prod-ssh\"")
        String credentials,
    @Described(
            value = "Machines to begin with, and those whose SSH port is another one.",
            fallback = "[]")
        List<SeedHost> hosts,
    @Described(value = "Port of SSH on the machines that are found.", fallback = "22") int sshPort,
    @Described(
            value = "ZooKeeper's servers, for Fluss and OpenMLDB.",
            pattern = "[A-Za-z0-9.-]+:[0-9]{1,5}(,[A-Za-z0-9.-]+:[0-9]{1,5})*",
            expected = "a list such as 10.0.0.5:2181,10.0.0.6:2181")
        @Nullable String zookeeper,
    @Described(
            value = "The cluster's path in ZooKeeper; the product's usual one when absent.",
            pattern = "(/[A-Za-z0-9._-]+)+",
            expected = "a path such as /fluss")
        @Nullable String zookeeperRoot,
    @Described(
            value = "Name of a SQL credential profile of the worker, for Databend and KWDB.",
            pattern = Names.NAME,
            expected = Names.NAME_IN_WORDS)
        @Nullable String sqlCredentials,
    @Described(
            value = "Path of the release archive on the worker, for its checksum.",
            pattern = Names.PATH,
            expected = Names.PATH_IN_WORDS + ", on the worker")
        @Nullable String archive) {

  /** The workflow id of a cluster's discovery: one at a time. */
  public static String workflowId(String cluster) {
    return "discover-" + cluster;
  }

  /** The SSH port of a machine that was found. */
  public int portOf(String host) {
    return hosts.stream()
        .filter(seed -> seed.host().equals(host))
        .map(SeedHost::port)
        .findFirst()
        .orElse(sshPort);
  }

  static final class Reader extends CheckedReader<Discovery> {
    Reader() {
      super(Discovery.class);
    }
  }
}
