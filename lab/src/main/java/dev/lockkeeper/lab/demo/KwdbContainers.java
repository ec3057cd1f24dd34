package dev.lockkeeper.lab.demo;

import dev.lockkeeper.lab.kwdb.KwdbNode;
import dev.lockkeeper.lab.kwdb.KwdbVersion;

/** A standalone node in a container, made as the vendor's pages say, with its data on the host. */
final class KwdbContainers {
  private static final String SERVER =
      "./kwbase start-single-node --insecure --listen-addr=0.0.0.0:26257 --http-addr=0.0.0.0:8080"
          + " --store=/kaiwudb/deploy/kwdb-container";

  private KwdbContainers() {}

  static void start(KwdbNode node, KwdbWay way, KwdbVersion version) {
    String data = node.host().home() + "/data";
    node.host().run("mkdir", "-p", data, node.host().home() + "/stack").orThrow();
    if (way == KwdbWay.COMPOSE) {
      node.host().write(composeFile(node), compose(data, version));
      node.host().run("docker-compose", "-f", composeFile(node), "up", "-d").orThrow();
    } else {
      node.host()
          .run(
              "sh",
              "-c",
              "docker run -d --privileged --name kwdb --ulimit memlock=-1 --ulimit nofile=1048576"
                  + " -p 26257:26257 -p 8080:8080 -e KWDB_TOKEN=s3cret -v "
                  + data
                  + ":/kaiwudb/deploy/kwdb-container --ipc shareable -w /kaiwudb/bin "
                  + version.image()
                  + " "
                  + SERVER)
          .orThrow();
    }
  }

  static String composeFile(KwdbNode node) {
    return node.host().home() + "/stack/docker-compose.yml";
  }

  private static String compose(String data, KwdbVersion version) {
    return """
    services:
      db:   # the only one
        image: %s
        container_name: kwdb
        ports: ["26257:26257", "8080:8080"]
        volumes: ["%s:/kaiwudb/deploy/kwdb-container"]
        command: ["%s"]
    """
        .formatted(version.image(), data, SERVER.replace(" ", "\", \""));
  }
}
