package dev.lockkeeper.workflows.kwdb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockkeeper.workflows.request.Words;
import java.util.Locale;

/** Where a new image comes from. */
public enum ImageSource {
  /** {@code docker load} of the release's archive, KaiwuDB.tar. */
  ARCHIVE,
  /** {@code docker pull}; the release's archive is not read. */
  REGISTRY;

  @JsonValue
  public String word() {
    return Words.of(this);
  }

  @JsonCreator
  static ImageSource of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
