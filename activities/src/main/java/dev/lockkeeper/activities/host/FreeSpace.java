package dev.lockkeeper.activities.host;

import java.util.Optional;

/**
 * The free space of a file system, and what of it a release needs.
 *
 * @param place in words, for a person
 * @param freeKib below 0 when it could not be read
 */
public record FreeSpace(String place, long freeKib, long neededKib) {
  private static final long KIB = 1024;

  /** Why it does not do, and nothing if it does. */
  public Optional<String> problem() {
    if (freeKib < 0) {
      return Optional.of("the free space of " + place + " could not be read");
    }
    if (freeKib < neededKib) {
      return Optional.of(
          "no disk space: "
              + place
              + " has "
              + freeKib / KIB
              + " MiB free, the release needs "
              + (neededKib / KIB + 1)
              + " MiB");
    }
    return Optional.empty();
  }
}
