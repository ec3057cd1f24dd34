package dev.lockkeeper.workflows.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node's host said of itself when the preflight inspected the node, whatever the product.
 *
 * @param clock how far its clock is from the worker's; absent if it could not be read
 * @param tools versions of the tools that say one, by name
 * @param missing tools of the job scripts that it lacks
 * @param rooms what the file systems of a run's places still take
 * @param ports who holds the ports that the product's configuration names
 * @param leftovers what earlier runs have left on it
 * @param unread names of the parts of the look that gave no readable answer
 */
public record HostFacts(
    @Nullable ClockReading clock,
    Map<String, String> tools,
    List<String> missing,
    List<Room> rooms,
    List<PortUse> ports,
    List<Leftover> leftovers,
    List<String> unread) {

  /**
   * A clock compared with the worker's within one round trip.
   *
   * @param offsetMillis the node's time minus the worker's
   * @param uncertaintyMillis how much more or less it may be
   */
  public record ClockReading(long offsetMillis, long uncertaintyMillis) {}

  /**
   * @param place the file system's use, in words
   * @param freeKib space that is left, in KiB
   * @param freeInodes files that it still takes; -1 if it has no limit
   */
  public record Room(String place, long freeKib, long freeInodes) {
    /** Where archives are brought to. */
    public static final String LOGIN = "the login directory";
  }

  /**
   * @param own whether the inspected server listens there
   * @param others who listens there instead, in words
   */
  public record PortUse(int port, boolean own, List<String> others) {}

  /**
   * @param name below {@code ~/.lockkeeper}, or beside the release
   * @param pid whose work it is; absent if that process is gone
   */
  public record Leftover(Kind kind, String name, @Nullable String pid) {
    /** What a run leaves when it is cut off. */
    public enum Kind {
      /** A job that never wrote its exit status; its name begins with the cluster. */
      JOB,
      /** A release that was not sent to its end. */
      UPLOAD,
      /** A release that was not unpacked to its end. */
      UNPACKING,
      /** A fence, by the name of its cluster. */
      FENCE
    }
  }
}
