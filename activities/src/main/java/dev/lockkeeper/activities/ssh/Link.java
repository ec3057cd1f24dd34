package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One authenticated SSH connection, used by many. It is entered and left by each use; once retired
 * it takes no new use and closes after the last one.
 */
final class Link {
  private static final Logger log = LoggerFactory.getLogger(Link.class);
  private static final Duration POLITE_CLOSE = Duration.ofSeconds(2);
  private static final int REFUSALS = 8;
  private static final Duration REFUSAL_PAUSE = Duration.ofMillis(50);

  private final SSHClient client;
  private final String address;
  private final Runnable cut;
  private final Background background;
  private final Semaphore sessions;
  private volatile Wrapper wrapper = Wrapper.ASKING;
  private int users;
  private int limit;
  private int openSessions;
  private boolean retired;
  private boolean closed;
  private long lastUsed = System.nanoTime();

  /**
   * @param cut ends the stream the connection runs over, at once and whatever the server does
   * @param sessions how many may be open at a time
   */
  Link(SSHClient client, String address, Runnable cut, int sessions, Background background) {
    this.client = client;
    this.address = address;
    this.cut = cut;
    this.background = background;
    this.limit = sessions;
    this.sessions = new Semaphore(sessions, true);
  }

  SSHClient client() {
    return client;
  }

  Background background() {
    return background;
  }

  String address() {
    return address;
  }

  /** How commands are run on its node. */
  Wrapper wrapper() {
    return wrapper;
  }

  /** Notes that the node's timeout understands what commands ask of it. */
  void hasTimeout() {
    wrapper = Wrapper.KNOWING;
  }

  boolean alive() {
    return client.isConnected() && client.isAuthenticated();
  }

  /** Registers a use, unless this connection is not to be used any more. */
  synchronized boolean enter() {
    if (retired || !alive()) {
      return false;
    }
    users++;
    return true;
  }

  /** Ends a use. */
  synchronized void leave() {
    users--;
    lastUsed = System.nanoTime();
    closeIfUnused();
  }

  /** Lets no new use begin, and closes after the last. */
  synchronized void retire() {
    retired = true;
    closeIfUnused();
  }

  /** Retires this connection if it is dead, or was not used for so long. */
  synchronized boolean retireIfIdle(Duration idle) {
    boolean unused = users == 0 && System.nanoTime() - lastUsed > idle.toNanos();
    if (unused || !alive()) {
      retire();
    }
    return retired;
  }

  private void closeIfUnused() {
    if (retired && users == 0 && !closed) {
      closed = true;
      background.start(this::disconnect);
    }
  }

  /**
   * Opens a session channel, waiting for its turn. The caller has entered this connection; closing
   * the session leaves it.
   */
  RemoteSession openSession() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      sessions.acquire();
      boolean keepPermit = false;
      try {
        Session session = client.startSession();
        keepPermit = true;
        sessionOpened();
        return new RemoteSession(this, session);
      } catch (OpenFailException refused) {
        keepPermit = lowerLimit();
        if (!keepPermit && attempt == REFUSALS) {
          throw refused;
        }
      } catch (IOException failure) {
        // A channel the server may yet open would count against its limit until the end.
        retire();
        throw failure;
      } finally {
        if (!keepPermit) {
          sessions.release();
        }
      }
      // OpenSSH counts a session a little longer than its channel is open.
      Thread.sleep(REFUSAL_PAUSE.toMillis() * attempt);
    }
  }

  private synchronized void sessionOpened() {
    openSessions++;
  }

  void sessionClosed() {
    synchronized (this) {
      openSessions--;
    }
    sessions.release();
    leave();
  }

  /**
   * After a refusal: if sessions are open, this server's MaxSessions is below our limit, which is
   * lowered by keeping a permit for good. Never below what works just now.
   */
  private synchronized boolean lowerLimit() {
    if (openSessions == 0 || limit <= openSessions) {
      return false;
    }
    limit--;
    log.debug("{} refuses a session beside {} others", address, openSessions);
    return true;
  }

  /** Opens a session beyond the limit, for a short command that frees another session. */
  Session spareSession() throws IOException {
    return client.startSession();
  }

  /** Cuts the connection at once; whoever uses it gets an exception. */
  void kill() {
    retire();
    cut.run();
    background.start(this::disconnect);
  }

  /** Takes leave of the server, but not for long: a silent one must not hold up anything. */
  private void disconnect() {
    var impatience = background.after(POLITE_CLOSE, cut);
    try {
      client.disconnect();
    } catch (IOException ended) {
      log.debug("Disconnecting from {}: {}", address, ended.toString());
    } finally {
      impatience.cancel(false);
    }
  }
}
