package dev.lockkeeper.activities.sql;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The SQL credential profiles of this worker, by name. */
public final class SqlProfiles {
  private final Map<String, SqlProfile> byName = new TreeMap<>();

  public SqlProfiles(Collection<SqlProfile> profiles) {
    profiles.forEach(profile -> byName.put(profile.name(), profile));
  }

  /**
   * Finds a profile.
   *
   * @throws StepFailed REFUSED when this worker has no profile of that name; the message lists
   *     those it has
   */
  public SqlProfile named(String name) throws StepFailed {
    SqlProfile profile = byName.get(name);
    if (profile == null) {
      throw new StepFailed(
          FailureReason.REFUSED,
          "This worker has no SQL credential profile '"
              + name
              + "'; it has "
              + (byName.isEmpty() ? "none" : String.join(", ", byName.keySet())));
    }
    return profile;
  }
}
