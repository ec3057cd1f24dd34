package dev.lockkeeper.lab.openmldb;

import java.time.Duration;
import java.util.Map;

/**
 * How long things take in the look-alike, where the vendor's waits would only cost time.
 *
 * @param startLimit how long start.sh asks a server's status page before it says "failed"; if the
 *     process is gone it says so at once, where the vendor's asks on
 * @param stop how long start.sh waits after the signal; it never looks
 * @param restartGap between stop and start of {@code start.sh restart}
 * @param session the servers' {@code --zk_session_timeout}
 * @param operation how long an operation of the nameserver takes at least
 * @param load how long a tablet takes to load a partition into memory
 * @param openFiles the limit that start.sh asks for; the vendor's 655360 is more than many systems
 *     grant, and 0.6.2 then does not start at all
 */
public record Pace(
    Duration startLimit,
    Duration stop,
    Duration restartGap,
    Duration session,
    Duration operation,
    Duration load,
    int openFiles) {

  private static final Duration TRY = Duration.ofMillis(100);

  /** Quick enough for tests, slow enough to be seen. */
  public static Pace quick() {
    return new Pace(
        Duration.ofSeconds(20),
        Duration.ofMillis(200),
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        Duration.ofMillis(150),
        Duration.ofMillis(100),
        1024);
  }

  /**
   * As {@link #quick()}, but start.sh gives up after 2 s on a server that does not serve yet: the
   * standby nameserver of 0.9 that waits for a newer leader.
   */
  public static Pace practice() {
    Pace quick = quick();
    return new Pace(
        Duration.ofSeconds(2),
        quick.stop(),
        quick.restartGap(),
        quick.session(),
        quick.operation(),
        quick.load(),
        quick.openFiles());
  }

  /** The values of the scripts' placeholders. */
  Map<String, String> placeholders() {
    return Map.of(
        "@TRIES@", Long.toString(startLimit.dividedBy(TRY)),
        "@TRY_SECONDS@", seconds(TRY),
        "@NO_CURL_SECONDS@", seconds(startLimit.dividedBy(10)),
        "@STOP_SECONDS@", seconds(stop),
        "@RESTART_SECONDS@", seconds(restartGap),
        "@OPEN_FILES@", Integer.toString(openFiles));
  }

  private static String seconds(Duration time) {
    return "%d.%03d".formatted(time.toSeconds(), time.toMillisPart());
  }
}
