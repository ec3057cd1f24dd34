package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.Tunnel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a taskmanager for its version. It is a Java program without the status page of the other
 * servers, but it answers RPCs over HTTP (openmldb_tool, server_checker.py).
 */
final class TaskManagerVersion {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int LONGEST_ANSWER = 16 * 1024;
  private static final Pattern VERSION =
      Pattern.compile("\"taskmanagerVersion\"\\s*:\\s*\"([^\"]+)\"");

  private TaskManagerVersion() {}

  /**
   * @param address {@code host:port}
   */
  static ServerStatus read(SshConnection connection, String address)
      throws SshFailure, InterruptedException {
    int colon = address.lastIndexOf(':');
    try (Tunnel tunnel =
            connection.tunnel(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(tunnel.host(), tunnel.port()), Math.toIntExact(LIMIT.toMillis()));
      socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
      socket
          .getOutputStream()
          .write(
              ("POST /openmldb.taskmanager.TaskManagerServer/GetVersion HTTP/1.1\r\nHost: "
                      + address
                      + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                      + "Connection: close\r\n\r\n{}")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(answer);
      return version.find()
          ? new ServerStatus.Running(version.group(1))
          : new ServerStatus.Silent(address + " said no taskmanagerVersion");
    } catch (IOException e) {
      return new ServerStatus.NotListening(e.toString());
    }
  }
}
