package dev.lockkeeper.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class TunnelTest {
  @RegisterExtension final OpenSshServer server = new OpenSshServer();

  private SshConnections pool;
  private SshConnection node;
  private ServerSocket echo = newSocket();

  @BeforeEach
  void connect() {
    pool = server.pool();
    node = pool.to(server.target("key"));
    connectEcho();
  }

  @AfterEach
  void disconnect() throws IOException {
    pool.close();
    echo.close();
  }

  @Test
  void bytesGoBothWaysAndTheEndsOfBothStreamsToo() throws Exception {
    byte[] much = new byte[3_000_000];
    new Random(5).nextBytes(much);
    try (Tunnel tunnel = node.tunnel("127.0.0.1", echo.getLocalPort())) {
      assertThat(tunnel.host()).isEqualTo("127.0.0.1");
      assertThat(throughTunnel(tunnel, much)).isEqualTo(much);
      assertThat(throughTunnel(tunnel, new byte[] {1})).containsExactly(1);
      assertThat(tunnel.lastFailure()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void aRefusedRemotePortIsExplainedAndDoesNotEndTheTunnel() throws Exception {
    int port = echo.getLocalPort();
    echo.close();
    try (Tunnel tunnel = node.tunnel("127.0.0.1", port)) {
      assertThat(throughTunnel(tunnel, new byte[0])).isEmpty();
      assertThat(tunnel.lastFailure().orElseThrow())
          .contains("127.0.0.1:" + port)
          .containsIgnoringCase("refused");

      echo = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      connectEcho();
      assertThat(throughTunnel(tunnel, new byte[] {2})).containsExactly(2);
    }
  }

  @Test
  void theTunnelOutlivesTheConnection() throws Exception {
    try (Tunnel tunnel = node.tunnel("127.0.0.1", echo.getLocalPort())) {
      assertThat(throughTunnel(tunnel, new byte[] {3})).containsExactly(3);

      server.kill();
      server.startAgain();

      assertThat(throughTunnel(tunnel, new byte[] {4})).containsExactly(4);
    }
  }

  @Test
  void closingCutsWhatGoesThroughAndFreesThePort() throws Exception {
    Tunnel tunnel = node.tunnel("127.0.0.1", echo.getLocalPort());
    try (Socket client = new Socket(tunnel.host(), tunnel.port())) {
      client.getOutputStream().write("x".getBytes(StandardCharsets.UTF_8));
      assertThat(client.getInputStream().read()).isEqualTo('x');

      tunnel.close();

      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(() -> new Socket(tunnel.host(), tunnel.port()).close())
          .isInstanceOf(ConnectException.class);
    }
    assertThat(node.run(Command.sh("echo on")).output()).isEqualTo("on\n");
  }

  @Test
  void aNodeThatCannotBeReachedIsNoticedWhenOpening() {
    server.kill();

    assertThatThrownBy(() -> node.tunnel("127.0.0.1", 1)).isInstanceOf(Unreachable.class);
  }

  private static byte[] throughTunnel(Tunnel tunnel, byte[] bytes) throws Exception {
    try (Socket client = new Socket(tunnel.host(), tunnel.port())) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  client.getOutputStream().write(bytes);
                  client.shutdownOutput();
                } catch (IOException ended) {
                  // The reader sees it too.
                }
              });
      sender.start();
      byte[] back = client.getInputStream().readAllBytes();
      sender.join();
      return back;
    }
  }

  private static ServerSocket newSocket() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void connectEcho() {
    Thread echoing = new Thread(this::echo, "echo");
    echoing.setDaemon(true);
    echoing.start();
  }

  private void echo() {
    try {
      while (true) {
        Socket client = echo.accept();
        Thread one =
            new Thread(
                () -> {
                  try (client) {
                    client.getInputStream().transferTo(client.getOutputStream());
                  } catch (IOException ended) {
                    // The test has what it wanted.
                  }
                },
                "echo-one");
        one.setDaemon(true);
        one.start();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }
}
