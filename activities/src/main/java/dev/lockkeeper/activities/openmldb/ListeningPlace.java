package dev.lockkeeper.activities.openmldb;

/** Reads an address as Linux writes it in {@code /proc/net/tcp}. */
final class ListeningPlace {
  private static final int HEX = 16;

  private ListeningPlace() {}

  /**
   * As {@code host:port}.
   *
   * @param place such as {@code 0100007F:2AA9}: an IPv4 address with its bytes reversed
   * @param host what to say for an address that is any, or no IPv4 address
   */
  static String read(String place, String host) {
    int colon = place.indexOf(':');
    String address = place.substring(0, colon);
    int port = Integer.parseInt(place.substring(colon + 1), HEX);
    // A mapped IPv4 address is the last of four words.
    String mapped = "0000000000000000FFFF0000";
    String word = address.startsWith(mapped) ? address.substring(mapped.length()) : address;
    if (word.length() != 8 || word.equals("00000000")) {
      return host + ":" + port;
    }
    StringBuilder text = new StringBuilder();
    for (int at = 6; at >= 0; at -= 2) {
      text.append(Integer.parseInt(word.substring(at, at + 2), HEX)).append(at > 0 ? "." : "");
    }
    return text + ":" + port;
  }
}
