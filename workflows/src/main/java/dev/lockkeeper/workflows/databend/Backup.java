package dev.lockkeeper.workflows.databend;

/**
 * An export of databend-meta's data.
 *
 * @param node where the file lies
 * @param path of the file there
 * @param bytes its size
 * @param data the form of the data, by the file's first line
 */
public record Backup(String node, String path, long bytes, DataVersion data) {
  /** Stands in a plan for one that is made before the first node is stopped. */
  static Backup planned(String node, NodeInspection inspection) {
    DataVersion data = inspection.onDisk() == null ? DataVersion.V0 : inspection.onDisk();
    return new Backup(node, "an export to be made", 0, data);
  }

  @Override
  public String toString() {
    String size = bytes == 0 ? "" : ": " + bytes + " bytes";
    return "%s on %s%s, data %s".formatted(path, node, size, data);
  }
}
