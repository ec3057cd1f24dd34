package dev.lockkeeper.activities.ssh;

import java.nio.file.Path;
import java.util.List;

/** A process of its own, because a test cannot set variables of its own environment. */
final class KeyFromEnvironment {
  private KeyFromEnvironment() {}

  /** Logs in with the key in LOCKKEEPER_TEST_KEY and prints what the node answers. */
  public static void main(String[] arguments) throws Exception {
    CredentialProfile profile =
        new CredentialProfile(
            "environment",
            System.getProperty("user.name"),
            Path.of(arguments[1]),
            new Authentication.KeyInEnvironment("LOCKKEEPER_TEST_KEY", null),
            List.of());
    try (SshConnections pool = OpenSshServer.pool(profile)) {
      SshTarget target = new SshTarget("127.0.0.1", Integer.parseInt(arguments[0]), "environment");
      System.out.print(pool.to(target).run(Command.sh("echo in")).output());
    }
  }
}
