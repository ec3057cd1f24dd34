package dev.lockkeeper.lab.temporal;

import java.util.Optional;

/**
 * The Temporal service that a command of the lab works with. Closing it ends what was started for
 * it, never what was there before.
 */
public sealed interface TemporalService extends AutoCloseable {
  /** Host and port for clients and workers. */
  String address();

  /** Its web page, as far as known. */
  Optional<String> uiUrl();

  /** Which one was chosen and why, in one sentence for people. */
  String sentence();

  @Override
  void close();

  /**
   * One that is there already. Clients take namespace, TLS and API key from the SDK's client
   * configuration.
   *
   * @param address host and port
   * @param origin who named it: "--address", "TEMPORAL_ADDRESS"
   */
  record Existing(String address, String origin) implements TemporalService {
    @Override
    public Optional<String> uiUrl() {
      return Optional.empty();
    }

    @Override
    public String sentence() {
      return "The Temporal service at " + address + " (named by " + origin + ").";
    }

    @Override
    public void close() {
      // It belongs to somebody else.
    }
  }

  /**
   * One that was started for this command.
   *
   * @param temporal the service
   * @param because why nothing better was taken; empty when it is the best one
   */
  record Local(LocalTemporal temporal, Optional<String> because) implements TemporalService {
    @Override
    public String address() {
      return temporal.address();
    }

    @Override
    public Optional<String> uiUrl() {
      return temporal.uiUrl();
    }

    @Override
    public String sentence() {
      return because.map(reason -> temporal.sentence() + " " + reason).orElse(temporal.sentence());
    }

    @Override
    public void close() {
      temporal.close();
    }
  }
}
