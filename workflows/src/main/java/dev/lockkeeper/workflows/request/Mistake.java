package dev.lockkeeper.workflows.request;

/**
 * One thing wrong with an input.
 *
 * @param path where, such as {@code nodes[2].host}; empty for the whole input
 * @param message what is wrong and what to write instead
 */
public record Mistake(String path, String message) {
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
