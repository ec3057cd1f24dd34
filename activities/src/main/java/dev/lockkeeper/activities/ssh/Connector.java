package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.net.Socket;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes new connections. A client of sshj is never used for a second one: it cannot be. */
final class Connector {
  private static final Logger log = LoggerFactory.getLogger(Connector.class);

  private final CredentialProfiles profiles;
  private final SshSettings settings;
  private final Background background;
  private final Config config = ClientConfig.create();

  Connector(CredentialProfiles profiles, SshSettings settings, Background background) {
    this.profiles = profiles;
    this.settings = settings;
    this.background = background;
  }

  /**
   * Connects and logs in.
   *
   * @param via an entered connection to the jump host before it, left when the new one is closed;
   *     null to connect directly
   */
  Link connect(Route route, @Nullable Link via) throws SshFailure, InterruptedException {
    SshTarget target = route.target();
    SSHClient client = new SSHClient(config);
    Attempt attempt = new Attempt(client, via);
    var guard = background.after(settings.wholeConnect(), attempt::abandon);
    boolean connected = false;
    try {
      CredentialProfile profile = profiles.named(target.credentials());
      Login login = Login.prepare(client, profile);
      StrictHostKeys hostKeys = new StrictHostKeys(KnownHosts.read(profile.knownHosts()));
      client.addHostKeyVerifier(hostKeys);
      limitWaiting(client);
      open(attempt, route, hostKeys);
      login.authenticate(client, target.address());
      connected = true;
      log.debug("Connected to {} as {}", route.describe(), profile.user());
      return new Link(
          client, route.describe(), attempt::cut, settings.sessionsPerConnection(), background);
    } catch (IOException failure) {
      Causes.rethrowInterrupt(failure);
      throw new Unreachable(
          "The SSH server at "
              + route.describe()
              + " cannot be reached: "
              + Causes.describe(failure),
          failure);
    } finally {
      guard.cancel(false);
      if (!connected) {
        attempt.abandon();
      }
    }
  }

  private void limitWaiting(SSHClient client) {
    int answer = (int) settings.responseTimeout().toMillis();
    client.setConnectTimeout((int) settings.connectTimeout().toMillis());
    client.setSocketFactory(new PromptSockets());
    client.setTimeout(answer);
    client.getTransport().setTimeoutMs(answer);
    client.getConnection().setTimeoutMs(answer);
    // Before connecting: the thread that asks is started then or never.
    KeepAliveRunner keepAlive = (KeepAliveRunner) client.getConnection().getKeepAlive();
    keepAlive.setKeepAliveInterval((int) settings.keepAliveInterval().toSeconds());
    keepAlive.setMaxAliveCount(settings.keepAliveCount());
  }

  private void open(Attempt attempt, Route route, StrictHostKeys hostKeys)
      throws IOException, HostKeyRejected {
    try {
      attempt.open(route.target());
    } catch (IOException failure) {
      HostKeyRejected rejection = hostKeys.rejection();
      if (rejection != null) {
        throw rejection;
      }
      throw failure;
    }
  }

  /** A connection being made, which can be given up from another thread. */
  private final class Attempt {
    private final SSHClient client;
    private final @Nullable Link via;
    private @Nullable HopChannel hop;
    private boolean abandoned;

    Attempt(SSHClient client, @Nullable Link via) {
      this.client = client;
      this.via = via;
    }

    void open(SshTarget target) throws IOException {
      if (via == null) {
        client.connect(target.host(), target.port());
        return;
      }
      HopChannel channel =
          new HopChannel(
              via.client().getConnection(), target.host(), target.port(), background, via::leave);
      register(channel);
      channel.open();
      client.connectVia(channel);
    }

    /** Ends what the connection runs over, so that nobody hangs in reading or writing it. */
    private synchronized void cut() {
      if (hop != null) {
        hop.abandon();
      }
      Socket socket = client.getSocket();
      if (socket != null) {
        try {
          socket.close();
        } catch (IOException ended) {
          log.debug("Closing a socket: {}", ended.toString());
        }
      }
    }

    private synchronized void register(HopChannel channel) throws IOException {
      if (abandoned) {
        throw new IOException("no answer in time");
      }
      hop = channel;
    }

    synchronized void abandon() {
      if (abandoned) {
        return;
      }
      abandoned = true;
      cut();
      if (hop == null && via != null) {
        via.leave();
      }
      background.start(this::disconnect);
    }

    private void disconnect() {
      try {
        client.disconnect();
      } catch (IOException ended) {
        log.debug("Giving up a connection: {}", ended.toString());
      }
    }
  }
}
