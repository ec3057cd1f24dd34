package dev.lockkeeper.workflows.kwdb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockkeeper.workflows.request.Words;
import java.util.Locale;

/** Where the backup comes from that the vendor's page asks for. KWDB has no BACKUP statement. */
public enum BackupKind {
  /** Each node's data directory is copied on the node, after it stopped and before its upgrade. */
  COPY,
  /** The operator has taken one, and says so at the first gate. */
  TAKEN;

  @JsonValue
  public String word() {
    return Words.of(this);
  }

  @JsonCreator
  static BackupKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
