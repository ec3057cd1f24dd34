package dev.lockkeeper.activities.ssh;

import org.jspecify.annotations.Nullable;

/** A server and the way to it; connections are shared by equal routes. */
record Route(SshTarget target, @Nullable Route via) {

  static Route to(SshTarget target, CredentialProfile profile) {
    Route via = null;
    for (JumpHost jump : profile.jumpHosts()) {
      via = new Route(new SshTarget(jump.host(), jump.port(), jump.credentials()), via);
    }
    return new Route(target, via);
  }

  /** Address and way, for messages. */
  String describe() {
    return via == null ? target.address() : target.address() + " (through " + via.describe() + ")";
  }
}
