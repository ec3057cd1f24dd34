package dev.lockkeeper.lab.databend;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration files of the lab's clusters. */
final class NodeToml {
  /** Milliseconds, as the vendor's. Less, and a busy machine has elections without need. */
  private static final int HEARTBEAT = 500;

  private NodeToml() {}

  static String of(DatabendNode node, List<DatabendNode> all) {
    return switch (node.role()) {
      case META -> meta(node, all);
      case QUERY -> query(node, all);
    };
  }

  private static String meta(DatabendNode node, List<DatabendNode> all) {
    String entry =
        node.id() == 1
            ? "single = true"
            : "join = "
                + list(
                    metas(all)
                        .filter(other -> other.id() != node.id())
                        .map(DatabendNode::peer)
                        .toList());
    return """
        admin_api_address = "%s"
        grpc_api_address = "%s"
        grpc_api_advertise_host = "%s"

        [log]

        [log.file]
        level = "INFO"
        format = "text"
        dir = "%s"

        [raft_config]
        id = %d
        cluster_name = "lab"
        raft_dir = "%s/databend/raft"
        raft_api_port = %d
        raft_listen_host = "%s"
        raft_advertise_host = "%s"
        heartbeat_interval = %d
        %s

        [lookalike]
        catch_up_ms = 2
        """
        .formatted(
            node.admin(),
            node.client(),
            node.host().address(),
            node.logs(),
            node.id(),
            node.host().path("/srv"),
            node.ports().peer(),
            node.host().address(),
            node.host().address(),
            HEARTBEAT,
            entry);
  }

  private static String query(DatabendNode node, List<DatabendNode> all) {
    return """
        [query]
        shutdown_wait_timeout_ms = 5000
        flight_api_address = "%s"
        admin_api_address = "%s"
        metric_api_address = "%s:%d"
        http_handler_host = "%s"
        http_handler_port = %d
        tenant_id = "lab"
        cluster_id = "lab"

        [[query.users]]
        name = "lockkeeper"
        auth_type = "double_sha1_password"
        auth_string = "%s"

        [log]

        [log.file]
        level = "INFO"
        format = "text"
        dir = "%s"

        [meta]
        endpoints = %s
        username = "root"
        password = "root"
        client_timeout_in_second = 10

        [storage]
        type = "fs"

        [storage.fs]
        data_path = "%s/databend/data"

        [lookalike]
        lease_ms = 3000
        """
        .formatted(
            node.peer(),
            node.admin(),
            node.host().address(),
            node.ports().metrics(),
            node.host().address(),
            node.ports().client(),
            SqlUser.AUTH_STRING,
            node.logs(),
            list(metas(all).map(DatabendNode::client).toList()),
            node.host().path("/srv"));
  }

  private static Stream<DatabendNode> metas(List<DatabendNode> all) {
    return all.stream().filter(node -> node.role() == DatabendNode.Role.META);
  }

  private static String list(List<String> texts) {
    return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(", ", "[", "]"));
  }
}
