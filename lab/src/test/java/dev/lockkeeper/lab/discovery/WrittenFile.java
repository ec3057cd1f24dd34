package dev.lockkeeper.lab.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.input.RequestFile;
import dev.lockkeeper.starter.input.Source;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** A request file as its product reads it. */
final class WrittenFile {
  private WrittenFile() {}

  static JsonNode read(Path file) throws Exception {
    return RequestFile.read(Source.read(file.toString(), InputStream.nullInputStream()), List.of())
        .json();
  }

  /** Where each node of a request is, with its role; names are everybody's own choice. */
  static List<String> places(JsonNode nodes) {
    return StreamSupport.stream(nodes.spliterator(), false)
        .map(
            node ->
                node.path("role").asText()
                    + " "
                    + node.path("host").asText()
                    + ":"
                    + node.path("port").asInt(22)
                    + node.path("home").asText())
        .toList();
  }
}
