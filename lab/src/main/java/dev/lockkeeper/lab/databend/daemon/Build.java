package dev.lockkeeper.lab.databend.daemon;

/**
 * Which release this program plays. The script that starts it says so in system properties.
 *
 * @param version as {@code --cmd ver} prints it, such as {@code 1.2.680}
 * @param oldestMeta min-compatible-metasrv-version
 * @param oldestQuery min-compatible-client-version
 * @param data the form of data on disk, such as {@code V004}
 * @param dataText the same with its description
 * @param oldestPeer the oldest databend-meta that may be in one Raft group with this one
 */
record Build(
    String version,
    String oldestMeta,
    String oldestQuery,
    String data,
    String dataText,
    String oldestPeer) {

  static Build fromProperties() {
    return new Build(
        property("version"),
        property("oldestMeta"),
        property("oldestQuery"),
        property("data"),
        property("dataText"),
        property("oldestPeer"));
  }

  /** The numbers of a version as one, as Databend compares them: without a suffix. */
  static long digits(String version) {
    String[] parts = version.split("-", 2)[0].split("\\.");
    return Long.parseLong(parts[0]) * 1_000_000
        + Long.parseLong(parts[1]) * 1_000
        + Long.parseLong(parts[2]);
  }

  boolean atLeast(String other) {
    return digits(version) >= digits(other);
  }

  /** As in databend-query's banner and in system.clusters. */
  String queryBanner() {
    return "v" + version + "-ab08029eb9(rust-1.81.0-nightly-2024-11-27T10:25:24.388192597Z)";
  }

  /** As in databend-meta's banner. */
  String metaBanner() {
    return "v" + version + "-ab08029eb9-simd(1.81.0-nightly-2024-11-27T10:25:24.388192597Z)";
  }

  /** binary_version of the admin API: the banner up to 1.2.799, then the plain version. */
  String httpVersion() {
    return atLeast("1.2.800") ? version : metaBanner();
  }

  /** BinaryVersion over gRPC: since 1.2.880 the version of a library with the date in it. */
  String grpcVersion() {
    return atLeast("1.2.880") ? "260312.5.0" : httpVersion();
  }

  /** Whether two releases of databend-meta may be in one Raft group: the newer decides. */
  boolean peerOf(String otherVersion, String otherOldestPeer) {
    long own = digits(version);
    long other = digits(otherVersion);
    return own >= other ? other >= digits(oldestPeer) : own >= digits(otherOldestPeer);
  }

  private static String property(String name) {
    String value = System.getProperty("lookalike." + name);
    if (value == null) {
      throw new IllegalStateException("Start this program by the scripts in its bin directory.");
    }
    return value;
  }
}
