package dev.lockkeeper.activities.ssh;

import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A node behind a real OpenSSH server, for the tests of other packages. As a static extension it
 * runs for the whole class, else for one test.
 */
public final class OpenSshNode
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private final OpenSshServer server = new OpenSshServer();
  private @Nullable Supplier<Path> laterHome;
  private SshConnections pool = OpenSshServer.pool(new CredentialProfile[0]);

  /** Gives logins this home, so that tests leave the real one alone. */
  public OpenSshNode withHome(Path home) {
    server.with("SetEnv HOME=" + home);
    return this;
  }

  /** The same for a home that is made only after this. */
  public OpenSshNode withHome(Supplier<Path> home) {
    laterHome = home;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (laterHome != null) {
      withHome(laterHome.get());
    }
    server.beforeAll(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.afterAll(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    server.beforeEach(context);
    pool.close();
    pool = server.pool();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    pool.close();
    server.afterEach(context);
  }

  public SshConnection connection() {
    return pool.to(server.target("key"));
  }

  /** A pool that reaches several nodes; each one's credentials have its port as their name. */
  public static SshConnections connections(OpenSshNode... nodes) {
    return OpenSshServer.pool(
        Stream.of(nodes)
            .map(node -> node.server.profile(node.credentials()))
            .toArray(CredentialProfile[]::new));
  }

  /** Name of this node's profile in {@link #connections}. */
  public String credentials() {
    return "port-" + port();
  }

  public int port() {
    return server.port();
  }

  /** Cuts all connections and leaves what runs over them to notice it by itself. */
  public void cutConnections() {
    server.cutConnections();
  }

  /** Cuts all connections, as a flapping link would; the server goes on. */
  public void dropConnections() {
    server.dropConnections();
  }

  public static Unreachable unreachable(String message) {
    return new Unreachable(message, null);
  }

  public static CommandTimedOut timedOut(String message) {
    return new CommandTimedOut(message, "", "");
  }

  public static TransferFailed transferFailed(String message) {
    return new TransferFailed(message, null, false);
  }

  public static BadCredentials badCredentials(String message) {
    return new BadCredentials(message, null);
  }
}
