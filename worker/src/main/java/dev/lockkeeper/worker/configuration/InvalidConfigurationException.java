package dev.lockkeeper.worker.configuration;

import java.util.List;

/** A configuration that cannot be used. Carries all mistakes, not just the first. */
public final class InvalidConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<String> mistakes;

  InvalidConfigurationException(List<String> mistakes) {
    super(
        (mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes")
            + " in the worker's configuration:\n- "
            + String.join("\n- ", mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** Every mistake with its place, in the order of the file. */
  public List<String> mistakes() {
    return mistakes;
  }
}
