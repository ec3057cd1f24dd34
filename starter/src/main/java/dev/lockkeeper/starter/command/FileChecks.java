package dev.lockkeeper.starter.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.input.CheckedRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Looks from this machine at what a request names. The worker may see more, so nothing here is more
 * than a note.
 */
final class FileChecks {
  private static final int PATIENCE_MILLIS = 2000;
  private static final int SSH = 22;

  private FileChecks() {}

  static List<Check> of(CheckedRequest request) {
    List<Check> checks = new ArrayList<>();
    JsonNode archive = request.json().path("release").path("archive");
    if (archive.isTextual()) {
      checks.add(archive(archive.asText()));
    }
    checks.addAll(
        StreamSupport.stream(request.json().path("nodes").spliterator(), true)
            .map(FileChecks::node)
            .toList());
    checks.add(
        Check.note(
            "credentials",
            request.json().path("credentials").asText(),
            "a profile of the worker, which alone can check it: look at the worker's health endpoint"));
    return checks;
  }

  private static Check archive(String path) {
    return Files.isReadable(Path.of(path))
        ? Check.good("archive", path + " is here; the worker needs it at the same path")
        : Check.note("archive", path + " is not on this machine", "fine if it is on the worker");
  }

  private static Check node(JsonNode node) {
    String name = node.path("name").asText();
    InetSocketAddress address =
        new InetSocketAddress(node.path("host").asText(), node.path("port").asInt(SSH));
    String place = node.path("host").asText() + ":" + address.getPort();
    if (address.isUnresolved()) {
      return Check.note(
          name,
          "the name " + address.getHostString() + " is not known here",
          "fine if the worker knows it; otherwise correct host");
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, PATIENCE_MILLIS);
      return Check.good(name, place + " answers");
    } catch (IOException e) {
      return Check.note(
          name,
          place + " does not answer from here (" + e.getMessage() + ")",
          "fine if the worker reaches it; otherwise check host, port and firewall");
    }
  }
}
