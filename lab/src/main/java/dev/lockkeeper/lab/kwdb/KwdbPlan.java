package dev.lockkeeper.lab.kwdb;

import java.time.Duration;

/**
 * What a cluster shall be.
 *
 * @param topology how its data is kept
 * @param version the release it begins with
 * @param programs how the programs are installed
 * @param security whether connections are encrypted
 * @param sudo what sudo asks of the login user
 * @param liveness after how long without a sign a node counts as dead (KWDB: 9 s)
 * @param sampling how often stores report their ranges (KWDB: 10 s)
 */
public record KwdbPlan(
    KwdbTopology topology,
    KwdbVersion version,
    Programs programs,
    Security security,
    Sudo sudo,
    Duration liveness,
    Duration sampling) {

  /** How programs come to a host. */
  public enum Programs {
    /** By deploy.sh, with a systemd unit. */
    BARE,
    /** By nobody: the host only has Docker, and images are in reach. */
    DOCKER_ONLY
  }

  /** How clients are let in. */
  public enum Security {
    INSECURE,
    /** With certificates; the user ann also with the password "correct horse". */
    TLS
  }

  /** What sudo wants. */
  public enum Sudo {
    FREE,
    /** The password, which is "lab". */
    ASKS_FOR_PASSWORD
  }

  /** An insecure cluster of packages that notices things sooner than the real one. */
  public static KwdbPlan of(KwdbTopology topology, KwdbVersion version) {
    return new KwdbPlan(
        topology,
        version,
        Programs.BARE,
        Security.INSECURE,
        Sudo.FREE,
        Duration.ofSeconds(3),
        Duration.ofMillis(500));
  }

  /** The same with other programs. */
  public KwdbPlan with(Programs other) {
    return new KwdbPlan(topology, version, other, security, sudo, liveness, sampling);
  }

  /** The same with other security. */
  public KwdbPlan with(Security other) {
    return new KwdbPlan(topology, version, programs, other, sudo, liveness, sampling);
  }

  /** The same with another sudo. */
  public KwdbPlan with(Sudo other) {
    return new KwdbPlan(topology, version, programs, security, other, liveness, sampling);
  }
}
