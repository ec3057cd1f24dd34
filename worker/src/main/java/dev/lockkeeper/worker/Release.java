package dev.lockkeeper.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which release of Lockkeeper this is. */
public final class Release {
  private static final String FILE = "/lockkeeper-worker.properties";

  private Release() {}

  /** Such as {@code 1.2.0}; written into the jar by the build. */
  public static String version() {
    try (InputStream file = Release.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing from the worker's jar");
      }
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
