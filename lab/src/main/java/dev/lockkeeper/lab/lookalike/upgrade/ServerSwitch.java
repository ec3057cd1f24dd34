package dev.lockkeeper.lab.lookalike.upgrade;

/**
 * What the job does to one server.
 *
 * @param link the node's home as the request names it
 * @param from directory of the release that runs
 * @param to directory of the release that shall run
 */
public record ServerSwitch(
    String link, String from, String to, int port, LookalikeSettings settings) {
  ServerSwitch reversed() {
    return new ServerSwitch(link, to, from, port, settings);
  }
}
