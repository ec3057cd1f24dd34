package dev.lockkeeper.lab.openmldb.program;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** {@code --role=apiserver}. Nobody asks it for data in the lab; it shows its status page. */
final class Apiserver {
  private final String build;
  private final Identity identity;

  Apiserver(String build, Flags flags) throws IOException {
    this.build = build;
    this.identity = Identity.of(flags);
  }

  void run() throws IOException {
    Wire.serve(
        Wire.listen(identity.host(), identity.port()),
        build,
        words -> {
          throw new Wire.Refusal("unknown request " + words[0]);
        });
    Log.say("start apiserver on endpoint " + identity.address() + " with version " + build);
    while (true) {
      LockSupport.park();
    }
  }
}
