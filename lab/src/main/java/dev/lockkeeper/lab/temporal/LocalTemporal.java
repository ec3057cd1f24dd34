package dev.lockkeeper.lab.temporal;

import java.util.Optional;

/** A Temporal service that belongs to this process and ends with it. */
public sealed interface LocalTemporal extends AutoCloseable
    permits TemporalServer, ComposeTemporal, InMemoryTemporal {
  /** Host and port for clients and workers. */
  String address();

  /** Its web page; empty when it has none. */
  Optional<String> uiUrl();

  /** What it is and what it cannot do, for people. */
  String sentence();

  @Override
  void close();
}
