package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What a server calls itself and where it listens.
 *
 * @param endpoint its address, or with {@code --use_name} the name in {@code data/name.txt}
 * @param host the host part of its address
 * @param port the port of its address
 */
record Identity(String endpoint, String host, int port) {

  static Identity of(Flags flags) throws IOException {
    if (!flags.isTrue("use_name", false)) {
      String endpoint = flags.text("endpoint", "");
      int colon = endpoint.lastIndexOf(':');
      return new Identity(
          endpoint, endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
    }
    Path file = Path.of(flags.text("data_dir", "./data"), "name.txt");
    if (!Files.exists(file)) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, UUID.randomUUID() + "\n");
    }
    return new Identity(
        Files.readString(file).strip(), flags.text("lab_address", ""), flags.number("port", 0));
  }

  /** {@code host:port}. */
  String address() {
    return host + ":" + port;
  }

  /** Makes a name known, where it is one. */
  void publish(ZooKeeperSession session, String root) throws IOException {
    if (!endpoint.equals(address())) {
      session.put(root + "/map/names/" + endpoint, address());
    }
  }
}
