package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection made by an SSH server for us.
 *
 * <p>Closing the input of such a channel in sshj 0.40 while the other side still sends breaks the
 * whole connection it runs in ("Getting data on EOF'ed stream"), and with it everything else that
 * goes through that jump host. So here closing means: tell the server, and drain what still comes.
 */
final class HopChannel extends DirectConnection {
  private static final Logger log = LoggerFactory.getLogger(HopChannel.class);

  private final Background background;
  private final Runnable onClosed;
  private final AtomicBoolean abandoned = new AtomicBoolean();
  private final InputStream input = new Input();

  HopChannel(
      Connection connection, String host, int port, Background background, Runnable onClosed) {
    super(connection, host, port);
    this.background = background;
    this.onClosed = onClosed;
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  /** Closes the channel without waiting for the server. */
  void abandon() {
    if (abandoned.compareAndSet(false, true)) {
      // One that never opened gets no end of stream: there would be nothing to wait for.
      if (isOpen()) {
        background.start(this::drain);
      }
      background.start(this::closeAndRelease);
    }
  }

  private void drain() {
    byte[] buffer = new byte[32 * 1024];
    try {
      while (super.getInputStream().read(buffer) >= 0) {
        // What arrives after closing is of no use to anybody.
      }
    } catch (IOException ended) {
      log.debug("A channel through {} ended: {}", getRemoteHost(), ended.toString());
    }
  }

  private void closeAndRelease() {
    try {
      close();
    } catch (IOException ended) {
      log.debug("A channel to {} did not close: {}", getRemoteHost(), ended.toString());
    } finally {
      onClosed.run();
    }
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return abandoned.get() ? -1 : HopChannel.super.getInputStream().read(into, offset, length);
    }

    @Override
    public void close() {
      abandon();
    }
  }
}
