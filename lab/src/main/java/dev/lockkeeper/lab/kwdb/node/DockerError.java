package dev.lockkeeper.lab.kwdb.node;

/** What Docker says instead of doing something. */
final class DockerError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  DockerError(String message, int status) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
