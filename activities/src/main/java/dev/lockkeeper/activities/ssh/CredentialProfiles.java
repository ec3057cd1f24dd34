package dev.lockkeeper.activities.ssh;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The credential profiles of this worker, by name. */
public final class CredentialProfiles {
  private final Map<String, CredentialProfile> byName = new TreeMap<>();

  public CredentialProfiles(Collection<CredentialProfile> profiles) {
    for (CredentialProfile profile : profiles) {
      if (byName.put(profile.name(), profile) != null) {
        throw new IllegalArgumentException(
            "Two credential profiles are called '" + profile.name() + "'; rename one");
      }
    }
  }

  /**
   * Finds a profile.
   *
   * @throws BadCredentials when this worker has no profile of that name; the message lists those it
   *     has
   */
  public CredentialProfile named(String name) throws BadCredentials {
    CredentialProfile profile = byName.get(name);
    if (profile == null) {
      throw new BadCredentials(
          "This worker has no SSH credential profile '"
              + name
              + "'; it has "
              + (byName.isEmpty() ? "none" : String.join(", ", byName.keySet())),
          null);
    }
    return profile;
  }
}
