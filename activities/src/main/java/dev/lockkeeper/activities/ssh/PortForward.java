package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tunnel. sshj 0.40's own forwarder stops listening as soon as one remote connection is refused,
 * and is bound to one SSH connection; this one is not.
 */
final class PortForward implements Tunnel {
  private static final Logger log = LoggerFactory.getLogger(PortForward.class);

  private final PooledConnection connection;
  private final SshTarget remote;
  private final Background background;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile @Nullable String lastFailure;

  private PortForward(
      PooledConnection connection,
      SshTarget remote,
      Background background,
      ServerSocket listening) {
    this.connection = connection;
    this.remote = remote;
    this.background = background;
    this.listening = listening;
  }

  /** Connects to the node, so that a mistake shows now, and listens. */
  static Tunnel open(PooledConnection connection, SshTarget remote, Background background)
      throws SshFailure, InterruptedException {
    connection.enter().leave();
    try {
      ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      PortForward forward = new PortForward(connection, remote, background, listening);
      if (background.start(forward::listen).isCancelled()) {
        listening.close();
        throw new IOException("the pool of SSH connections is closed");
      }
      return forward;
    } catch (IOException noPort) {
      throw new Unreachable(
          "No local port can be listened on for a tunnel to " + remote.address() + ": " + noPort,
          noPort);
    }
  }

  @Override
  public String host() {
    return listening.getInetAddress().getHostAddress();
  }

  @Override
  public int port() {
    return listening.getLocalPort();
  }

  @Override
  public Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  private void listen() {
    try {
      while (true) {
        Socket socket = listening.accept();
        background.start(() -> forward(socket));
      }
    } catch (IOException ended) {
      log.debug("The tunnel to {} listens no more: {}", remote.address(), ended.getMessage());
    } finally {
      ended.complete(null);
    }
  }

  private void forward(Socket socket) {
    open.add(socket);
    try (socket) {
      HopChannel channel = listening.isClosed() ? null : openChannel();
      if (channel != null) {
        carry(socket, channel);
      }
    } catch (IOException ended) {
      log.debug("A connection to {} ended: {}", remote.address(), ended.toString());
    } finally {
      open.remove(socket);
    }
  }

  /** Opens the way through the node, or notes why it cannot: before the client sees its end. */
  private @Nullable HopChannel openChannel() {
    try {
      Link link = connection.enter();
      HopChannel channel =
          new HopChannel(
              link.client().getConnection(), remote.host(), remote.port(), background, link::leave);
      try {
        channel.open();
        lastFailure = null;
        return channel;
      } catch (IOException refused) {
        channel.abandon();
        note(Causes.describe(refused));
      }
    } catch (SshFailure failure) {
      note(failure.getMessage());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private void carry(Socket socket, HopChannel channel) throws IOException {
    try {
      background.start(() -> copyIn(socket, channel));
      copy(channel.getInputStream(), socket.getOutputStream());
      socket.shutdownOutput();
      // The client may still have something to send.
      channel.join();
    } finally {
      channel.abandon();
    }
  }

  private void note(@Nullable String why) {
    lastFailure =
        "The tunnel through "
            + connection.target().address()
            + " to "
            + remote.address()
            + " failed: "
            + why;
    log.debug("{}", lastFailure);
  }

  /** What the local client sends; when it is done, the remote side hears so. */
  private void copyIn(Socket socket, HopChannel channel) {
    try (OutputStream out = channel.getOutputStream()) {
      copy(socket.getInputStream(), out);
    } catch (IOException ended) {
      log.debug("A client of the tunnel to {} ended: {}", remote.address(), ended.toString());
      channel.abandon();
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[32 * 1024];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      out.write(buffer, 0, length);
      out.flush();
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      // Linux keeps the port open as long as a thread is still on its way out of accept.
      ended.join();
    } catch (IOException failure) {
      log.debug("Closing the tunnel to {}: {}", remote.address(), failure.toString());
    }
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException ended) {
        log.debug("Closing a client of the tunnel: {}", ended.toString());
      }
    }
  }
}
