package dev.lockkeeper.activities.openmldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.lockkeeper.activities.ssh.OpenSshNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Over a real OpenSSH server: the status page through a tunnel, and the binary in its home. */
class StatusPageTest {
  @RegisterExtension private final OpenSshNode node = new OpenSshNode();
  @TempDir private Path home;

  @Test
  void theVersionIsTheRunningPrograms() throws Exception {
    HttpServer server = serving("version: 0.6.2-88d0d6c\nnon_service_error: 0\n");
    try {
      assertThat(StatusPage.read(node.connection(), address(server)))
          .isEqualTo(new ServerStatus.Running("0.6.2-88d0d6c"))
          .extracting(status -> ((ServerStatus.Running) status).version())
          .isEqualTo("0.6.2");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aPageWithoutVersionIsNotAProof() throws Exception {
    HttpServer server = serving("nothing to see\n");
    try {
      assertThat(StatusPage.read(node.connection(), address(server)))
          .isInstanceOf(ServerStatus.Silent.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aPortThatNobodyListensAtIsToldFromASilentServer() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(StatusPage.read(node.connection(), "127.0.0.1:" + port))
        .isInstanceOf(ServerStatus.NotListening.class);
  }

  @Test
  void aNameIsNotAnAddress() {
    assertThatThrownBy(() -> StatusPage.read(node.connection(), "tablet-a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theBinaryRunsInItsHomeAndItsExitStatusMeansNothing() throws Exception {
    Path binary = Files.createDirectories(home.resolve("bin")).resolve("openmldb");
    Files.writeString(
        binary, "#!/bin/sh\npwd; for word; do echo \"[$word]\"; done; cat; echo log >&2; exit 7\n");
    assertThat(binary.toFile().setExecutable(true)).isTrue();

    Printed printed =
        new BinaryOverSsh(node.connection(), home.toString())
            .run(List.of("--cmd=offlineendpoint a:1", "--role='x'"), "use db\n");

    assertThat(printed.output())
        .isEqualTo(home.toRealPath() + "\n[--cmd=offlineendpoint a:1]\n[--role='x']\nuse db\n");
    assertThat(printed.errors()).contains("log");
  }

  private static HttpServer serving(String page) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/status",
        exchange -> {
          byte[] body = page.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String address(HttpServer server) {
    return "127.0.0.1:" + server.getAddress().getPort();
  }
}
