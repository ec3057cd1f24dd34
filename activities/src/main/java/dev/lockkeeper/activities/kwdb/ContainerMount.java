package dev.lockkeeper.activities.kwdb;

/**
 * Something of the host in a container.
 *
 * @param type {@code bind}, {@code volume} or {@code tmpfs}
 * @param source path on the host or name of the volume; empty for tmpfs
 * @param destination path in the container
 * @param options such as {@code ro}; empty for none
 */
public record ContainerMount(String type, String source, String destination, String options) {

  /** Whether its content outlives the container. */
  boolean keeps() {
    return (type.equals("bind") || type.equals("volume")) && !source.isEmpty();
  }

  /** Whether Docker made the volume up: the next container of a compose file gets another one. */
  boolean isAnonymous() {
    return type.equals("volume") && source.matches("[0-9a-f]{64}");
  }

  /** Whether a path of the container lies in it. */
  boolean covers(String path) {
    return path.equals(destination)
        || path.startsWith(destination.equals("/") ? "/" : destination + "/");
  }

  /** What {@code docker run -v} takes. */
  String volumeOption() {
    return source + ":" + destination + (options.isEmpty() ? "" : ":" + options);
  }
}
