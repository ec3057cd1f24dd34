package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session channel that gives its place back when the server has really closed it. */
final class RemoteSession implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RemoteSession.class);

  private final Link link;
  private final Session session;

  RemoteSession(Link link, Session session) {
    this.link = link;
    this.session = session;
  }

  Link link() {
    return link;
  }

  Session session() {
    return session;
  }

  /**
   * Closes without waiting. OpenSSH 9.2 keeps the channel, and counts it, while its command runs;
   * if that lasts, the connection is retired and the next use gets a new one.
   */
  @Override
  public void close() {
    link.background().start(this::closeAndRelease);
  }

  private void closeAndRelease() {
    try {
      session.close();
    } catch (IOException held) {
      log.debug("{} holds a session open: {}", link.address(), held.toString());
      link.retire();
    } finally {
      link.sessionClosed();
    }
  }
}
