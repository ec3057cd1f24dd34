package dev.lockkeeper.workflows.databend;

/**
 * A node of databend-meta.
 *
 * @param binary what runs there
 * @param onDisk the form of its data
 */
public record MetaNode(MetaBinary binary, DataVersion onDisk) {
  /** A node that runs and has therefore converted its data. */
  public static MetaNode running(MetaBinary binary) {
    return new MetaNode(binary, binary.working());
  }
}
