package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.workflows.model.Version;
import java.time.Duration;
import java.util.List;

/**
 * What the jobs of a node installed by {@code deploy.sh} need to know.
 *
 * @param deploy directory of the new package on the node, absolute, with {@code deploy.sh} in it
 * @param to the release that the package holds
 * @param etc directory of the configuration, usually {@code /etc/kaiwudb}
 * @param kwbase path of the installed program, usually {@code /usr/local/kaiwudb/bin/kwbase}
 * @param security {@code --insecure}, or {@code --certs-dir=<directory>}
 * @param drainLimit how long handing over may take
 * @param stopLimit how long stopping may take; the server is not killed after it
 * @param startLimit how long starting, and then rejoining, may take
 * @param from the release that the node comes from; empty if that does not matter
 * @param copy the directory that shall be the copy of the stopped data; empty for none
 * @param previous unpacked package of the release it comes from; empty if there is none
 */
public record KwdbChange(
    String deploy,
    Version to,
    String etc,
    String kwbase,
    String security,
    Duration drainLimit,
    Duration stopLimit,
    Duration startLimit,
    String from,
    String copy,
    String previous) {

  /** Without a copy, and without a way back. */
  public KwdbChange(
      String deploy,
      Version to,
      String etc,
      String kwbase,
      String security,
      Duration drainLimit,
      Duration stopLimit,
      Duration startLimit) {
    this(deploy, to, etc, kwbase, security, drainLimit, stopLimit, startLimit, "", "", "");
  }

  List<String> arguments() {
    return List.of(
        deploy,
        to.text(),
        etc,
        kwbase,
        security,
        Long.toString(drainLimit.toSeconds()),
        Long.toString(stopLimit.toSeconds()),
        Long.toString(startLimit.toSeconds()),
        from,
        copy,
        previous);
  }
}
