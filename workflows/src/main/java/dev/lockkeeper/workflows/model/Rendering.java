package dev.lockkeeper.workflows.model;

/**
 * What an activity would run on its node, as text.
 *
 * @param arguments of the script, quoted as a shell reads them
 * @param body POSIX shell; the same for every node
 */
public record Rendering(String arguments, String body) {
  /** The activity type that renders what an activity of the given type would run. */
  public static String typeFor(String activityType) {
    return PREFIX + activityType;
  }

  /** How such types begin. */
  public static final String PREFIX = "Render.";
}
