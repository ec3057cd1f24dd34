package dev.lockkeeper.worker.configuration;

import dev.lockkeeper.activities.ssh.SecretSource;
import java.util.Optional;

/**
 * Reads where secrets are kept. A secret written into the file itself is refused, without being
 * shown.
 */
final class Secrets {
  private final Places places;
  private final Mistakes mistakes;

  Secrets(Places places, Mistakes mistakes) {
    this.places = places;
    this.mistakes = mistakes;
  }

  /** Where a secret is kept. */
  Optional<SecretSource> secret(Section parent, String key) {
    if (isWrittenOut(parent, key)) {
      return Optional.empty();
    }
    Section section = parent.section(key);
    boolean file = section.has("file");
    boolean variable = section.has("environment");
    Optional<SecretSource> read = Optional.empty();
    if (file == variable) {
      mistakes.report(parent.place(key), "needs either file or environment, exactly one of them");
    } else if (file) {
      read = section.text("file").flatMap(places::readableFile).map(SecretSource.FromFile::new);
    } else {
      read =
          section
              .text("environment")
              .flatMap(places::setVariable)
              .map(SecretSource.FromEnvironment::new);
    }
    section.finish();
    return read;
  }

  /** The value is never shown: it may be the secret itself. */
  boolean isWrittenOut(Section section, String key) {
    if (!section.isPlain(key)) {
      return false;
    }
    mistakes.report(
        section.place(key),
        "is written out in the file; say where it is kept: "
            + key
            + ": {file: /path/to/it} or "
            + key
            + ": {environment: NAME_OF_VARIABLE}");
    return true;
  }

  /** A value that must be there. */
  Optional<Written> required(Section section, String key, String meaning) {
    if (!section.has(key)) {
      mistakes.report(section.place(), "lacks " + key + ": " + meaning);
      return Optional.empty();
    }
    return section.text(key);
  }
}
