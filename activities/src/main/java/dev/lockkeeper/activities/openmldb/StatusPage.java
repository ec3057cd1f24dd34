package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code /status} of a nameserver, tablet or apiserver: a page built into the vendor's RPC
 * library that needs no login in any release. Goes through the node, as its neighbours see it, and
 * needs no curl there.
 */
public final class StatusPage {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int LONGEST_PAGE = 64 * 1024;
  private static final Pattern VERSION = Pattern.compile("(?m)^version: (\\S+)\\s*$");
  private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");

  private StatusPage() {}

  /**
   * Asks a server once.
   *
   * @param address {@code host:port}; never a name of {@code --use_name}
   */
  public static ServerStatus read(SshConnection connection, String address)
      throws SshFailure, InterruptedException {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"" + address + "\" is not host:port, so its status page cannot be asked for");
    }
    try (Tunnel tunnel = connection.tunnel(parts.group(1), Integer.parseInt(parts.group(2)))) {
      String page;
      try {
        page = get(tunnel, address);
      } catch (SocketTimeoutException e) {
        return new ServerStatus.Silent(
            "no answer from " + address + " in " + LIMIT.toSeconds() + " s");
      } catch (IOException e) {
        return new ServerStatus.NotListening(tunnel.lastFailure().orElse(e.toString()));
      }
      return status(page, address, tunnel);
    }
  }

  private static ServerStatus status(String page, String address, Tunnel tunnel) {
    Matcher version = VERSION.matcher(page);
    if (version.find()) {
      return new ServerStatus.Running(version.group(1));
    }
    if (page.isEmpty()) {
      return new ServerStatus.NotListening(
          tunnel.lastFailure().orElse(address + " closed the connection without an answer"));
    }
    return new ServerStatus.Silent(
        address + " said no version: " + page.lines().findFirst().orElse(""));
  }

  private static String get(Tunnel tunnel, String address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(tunnel.host(), tunnel.port()), Math.toIntExact(LIMIT.toMillis()));
      socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
      String request = "GET /status HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return untilVersion(socket.getInputStream());
    }
  }

  /** Stops at the version: a server may keep the connection open after its answer. */
  private static String untilVersion(InputStream in) throws IOException {
    StringBuilder page = new StringBuilder();
    byte[] buffer = new byte[4096];
    for (int length = in.read(buffer);
        length >= 0 && page.length() < LONGEST_PAGE;
        length = in.read(buffer)) {
      page.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
      Matcher version = VERSION.matcher(page);
      if (version.find() && version.end() < page.length()) {
        break;
      }
    }
    return page.toString();
  }
}
