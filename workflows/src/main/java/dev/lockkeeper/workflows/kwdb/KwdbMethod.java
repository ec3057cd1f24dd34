package dev.lockkeeper.workflows.kwdb;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockkeeper.workflows.request.Words;
import java.util.Locale;

/** The ways of the vendor's page "Database Upgrade" (KWDB documentation, 3.1.0). */
public enum KwdbMethod {
  /** A multi-replica cluster, node by node while the others serve. */
  ROLLING,
  /** A single-replica cluster: stop all, upgrade each, start all. */
  SINGLE_REPLICA,
  /** One node: stop, upgrade, start. */
  STANDALONE,
  /** A container that Docker Compose made. */
  COMPOSE,
  /** A container that {@code docker run} made. */
  DOCKER,
  /** Compiled on the node from the vendor's sources. */
  SOURCE,
  /** From any release into a new installation, table by table. */
  IMPORT_EXPORT;

  /** Whether deploy.sh does it. */
  public boolean byScript() {
    return this == ROLLING || this == SINGLE_REPLICA || this == STANDALONE;
  }

  /** Whether the programs come as an image. */
  public boolean byImage() {
    return this == COMPOSE || this == DOCKER;
  }

  @JsonValue
  public String word() {
    return Words.of(this);
  }

  @JsonCreator
  static KwdbMethod of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
