package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.SessionFactory;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.SFTPEngine;

/** Sends the rest of a file by SFTP, with many writes under way at a time. */
final class Sending {
  /** What every server takes in one write, and how many may be unconfirmed: 1 MiB in flight. */
  private static final int CHUNK = 32 * 1024;

  private static final int UNCONFIRMED = 32;
  private static final int REPORT_EVERY = 1024 * 1024;

  /** For a node whose disk hangs; a node that is gone is noticed much sooner. */
  private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(5);

  private final RemoteSession remote;
  private final Path local;
  private final String remotePath;
  private final TransferListener listener;
  private final Duration silence;
  private volatile long lastProgress = System.nanoTime();

  /**
   * @param silence after which a connection that takes no more bytes is cut; sshj's keep-alive
   *     cannot do it, because it waits for the write that hangs
   */
  Sending(
      RemoteSession remote,
      Path local,
      String remotePath,
      TransferListener listener,
      Duration silence) {
    this.remote = remote;
    this.local = local;
    this.remotePath = remotePath;
    this.listener = listener;
    this.silence = silence;
  }

  /** Sends the bytes from the offset on; with offset 0 the remote file is begun anew. */
  void send(long offset, long size) throws IOException, InterruptedException {
    var watch = remote.link().background().every(silence.dividedBy(4), this::cutIfStuck);
    // The session is closed by its owner, without waiting; the engine ends with it.
    SFTPEngine engine = new SFTPEngine(new OneSession());
    engine.setTimeoutMs((int) WRITE_TIMEOUT.toMillis());
    try (FileChannel channel = FileChannel.open(local, StandardOpenOption.READ)) {
      engine.init();
      Set<OpenMode> modes = EnumSet.of(OpenMode.WRITE, OpenMode.CREAT);
      if (offset == 0) {
        modes.add(OpenMode.TRUNC);
      }
      RemoteFile file = engine.open(remotePath, modes);
      channel.position(offset);
      OutputStream out = file.new RemoteFileOutputStream(offset, UNCONFIRMED);
      copy(Channels.newInputStream(channel), out, offset, size);
      // Not by try-with-resources: sshj throws one and the same exception again when closing, which
      // Java then refuses to suppress. After a failure the end of the session closes the file.
      out.flush();
      file.close();
    } finally {
      watch.cancel(false);
    }
  }

  private void copy(InputStream in, OutputStream out, long offset, long size)
      throws IOException, InterruptedException {
    long done = offset;
    long reported = offset;
    byte[] buffer = new byte[CHUNK];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      out.write(buffer, 0, length);
      lastProgress = System.nanoTime();
      done += length;
      if (done - reported >= REPORT_EVERY || done == size) {
        listener.progress(done, size);
        reported = done;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while uploading " + local);
      }
    }
  }

  private void cutIfStuck() {
    if (System.nanoTime() - lastProgress > silence.toNanos()) {
      remote.link().kill();
    }
  }

  /** Lets sshj's SFTP engine use the session that was opened for it. */
  private final class OneSession implements SessionFactory {
    @Override
    public Session startSession() {
      return remote.session();
    }

    @Override
    public InetSocketAddress getRemoteSocketAddress() {
      return remote.link().client().getRemoteSocketAddress();
    }
  }
}
