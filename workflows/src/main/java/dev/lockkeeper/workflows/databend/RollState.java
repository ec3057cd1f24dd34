package dev.lockkeeper.workflows.databend;

import java.util.List;

/**
 * A state of the cluster during an upgrade.
 *
 * @param description how many nodes run what
 * @param because why the state is compatible: each pair of releases that meets in it
 */
public record RollState(String description, List<String> because) {
  public RollState {
    because = List.copyOf(because);
  }

  @Override
  public String toString() {
    return description + ": ok because " + String.join("; ", because);
  }
}
