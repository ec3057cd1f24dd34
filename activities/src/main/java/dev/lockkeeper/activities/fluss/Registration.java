package dev.lockkeeper.activities.fluss;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a server says in ZooKeeper where it is reached: {@code listeners} from 0.7 on, {@code host}
 * and {@code port} before.
 *
 * @param path where it is registered
 * @param host of its first listener
 * @param port of its first listener
 */
record Registration(String path, String host, int port) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENER =
      Pattern.compile("[A-Za-z0-9_]+://(?<host>.+):(?<port>[0-9]{1,5})");

  /**
   * @throws StepFailed INVALID when it says no host
   */
  static Registration parse(String path, byte[] bytes) throws StepFailed {
    String text = new String(bytes, StandardCharsets.UTF_8);
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw unreadable(path, text);
    }
    if (json.hasNonNull("host")) {
      return new Registration(path, json.get("host").asText(), json.path("port").asInt());
    }
    Matcher first = LISTENER.matcher(json.path("listeners").asText("").split(",")[0].strip());
    if (!first.matches()) {
      throw unreadable(path, text);
    }
    return new Registration(path, first.group("host"), Integer.parseInt(first.group("port")));
  }

  /** The last segment, which for a TabletServer is its id. */
  String id() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static StepFailed unreadable(String path, String text) {
    return new StepFailed(
        FailureReason.INVALID,
        "ZooKeeper holds at "
            + path
            + " \""
            + text
            + "\" instead of a server's listeners or host; is it a Fluss cluster of 0.6 to 0.9?");
  }
}
