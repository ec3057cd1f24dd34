package dev.lockkeeper.worker.configuration;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong, so that all of it can be told at once. */
final class Mistakes {
  private final List<String> found = new ArrayList<>();

  /**
   * Adds one.
   *
   * @param place file, line and key, or the name of an environment variable
   * @param message what is wrong and what to write instead; never a value that may be secret
   */
  void report(String place, String message) {
    found.add(place + ": " + message);
  }

  /** Throws when anything was reported. */
  void finish() throws InvalidConfigurationException {
    if (!found.isEmpty()) {
      throw new InvalidConfigurationException(found);
    }
  }
}
