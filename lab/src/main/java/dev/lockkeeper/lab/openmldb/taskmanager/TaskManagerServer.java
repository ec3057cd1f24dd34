package dev.lockkeeper.lab.openmldb.taskmanager;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Says its version over HTTP, as the taskmanager's RPC does, and runs no job. */
public final class TaskManagerServer {
  private TaskManagerServer() {}

  /** Serves until the process is ended: the release's number, then its properties file. */
  public static void main(String[] arguments) throws IOException {
    String build = arguments[0].concat("-lookalike");
    Properties settings = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(arguments[1]))) {
      settings.load(file);
    }
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                settings.getProperty("server.host"),
                Integer.parseInt(settings.getProperty("server.port").strip())),
            50);
    byte[] version =
        "{\"taskmanagerVersion\":\"%s\",\"batchVersion\":\"%s\"}"
            .formatted(build, build)
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/openmldb.taskmanager.TaskManagerServer/GetVersion",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, version.length);
          exchange.getResponseBody().write(version);
          exchange.close();
        });
    server.start();
  }
}
