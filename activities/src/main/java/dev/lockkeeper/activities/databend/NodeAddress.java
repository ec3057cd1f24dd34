package dev.lockkeeper.activities.databend;

/** A host and a port, as a configuration file names them. */
public record NodeAddress(String host, int port) {
  /** Reads {@code host:port}. */
  static NodeAddress of(String text) throws Unreadable {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}")) {
      throw new Unreadable("an address such as 0.0.0.0:9191", text);
    }
    return new NodeAddress(text.substring(0, colon), Integer.parseInt(port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
