package dev.lockkeeper.lab.databend.daemon;

import dev.lockkeeper.lab.databend.daemon.Wire.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Plays databend-metactl. */
public final class Metactl {
  private final Build build;
  private final Arguments given;

  private Metactl(Build build, Arguments given) {
    this.build = build;
    this.given = given;
  }

  /** Runs one command: by its flag up to 1.2.611, by its name since. */
  public static void main(String[] arguments) throws Exception {
    Metactl metactl = new Metactl(Build.fromProperties(), new Arguments(arguments));
    try {
      metactl.run();
    } catch (IOException | Refused e) {
      System.err.println("Error: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException, Refused {
    boolean named = build.atLeast("1.2.612");
    if (named && given.first().equals("status") || given.has("--status")) {
      System.out.print(ask("status"));
    } else if (named && given.first().equals("export") || given.has("--export")) {
      String file = given.value("--db", "");
      if (file.isEmpty()) {
        System.out.print(ask("export"));
      } else {
        Files.writeString(Path.of(file), ask("export"));
      }
    } else if (named && given.first().equals("transfer-leader")) {
      transfer();
    } else {
      System.err.println("error: unrecognized subcommand '" + given.first() + "'");
      System.exit(2);
    }
  }

  private String ask(String what) throws IOException, Refused {
    Address node = Address.of(given.value("--grpc-api-address", "127.0.0.1:9191"));
    return Wire.call(node, 10_000, Map.of("op", what)).getOrDefault("text", "");
  }

  private void transfer() throws IOException, Refused {
    String to = given.value("--to", "");
    URI uri =
        URI.create(
            "http://"
                + given.value("--admin-api-address", "127.0.0.1:28002")
                + "/v1/ctrl/trigger_transfer_leader"
                + (to.isEmpty() ? "" : "?to=" + to));
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(5_000);
    connection.setReadTimeout(10_000);
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (status != 200) {
        throw new Refused("HTTP " + status + ": " + text);
      }
      String numbers = text.replaceAll(".*\"from\":(\\d+),\"to\":(\\d+),.*", "from $1 to $2");
      System.out.println("triggered leader transfer " + numbers + ".");
      String voters = text.replaceAll(".*\"voter_ids\":(\\[.*?\\]).*", "$1").replace(",", ", ");
      System.out.println("voter ids: " + voters + ".");
    }
  }
}
