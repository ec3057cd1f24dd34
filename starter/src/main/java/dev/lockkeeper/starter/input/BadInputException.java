package dev.lockkeeper.starter.input;

import java.util.List;
import java.util.stream.Collectors;

/** A request that cannot be used, with all its mistakes in the order of the file. */
public final class BadInputException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<Finding> findings;

  BadInputException(List<Finding> findings) {
    super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    this.findings = List.copyOf(findings);
  }

  public List<Finding> findings() {
    return findings;
  }
}
