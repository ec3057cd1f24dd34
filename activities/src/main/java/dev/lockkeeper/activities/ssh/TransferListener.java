package dev.lockkeeper.activities.ssh;

/** Hears about the progress of an upload, on the uploading thread. */
@FunctionalInterface
public interface TransferListener {
  /** Listens to nothing. */
  TransferListener NONE = (done, total) -> {};

  /**
   * Called at the start, at about every megabyte, and at the end.
   *
   * @param done bytes that are on the node or on their way, including those of an earlier attempt
   * @param total size of the file in bytes
   */
  void progress(long done, long total);
}
