package dev.lockkeeper.lab.bench;

import java.util.Map;

/** What the page says of each part before its figures: what was measured, and how. */
final class PartWords {
  private static final Map<String, String> WORDS =
      Map.of(
          "start",
          """
          What a person waits for who types a command, from the launcher's first line to the end of the program, and how long a worker takes from its launch to its readiness.
          """,
          "overhead",
          """
          The same upgrade of three nodes of the look-alike, which takes half a second each to stop, to start and to catch up. *Beyond the product's own* is the wall time less what the
          servers' own ledgers say they needed, and less the 0.3 s for which the cluster has to look whole to each of the three ways. *Right after the start* is the first upgrade of a worker
          that has just begun to poll, with its logins and what its JVM has to load and compile; two more turns follow for everybody before those that count.
          """,
          "down",
          """
          From the same upgrades: how long a node does not answer the observer, which asks a hundred times a second.
          """,
          "stage",
          """
          A file of 200 MB that cannot be compressed, to hosts that do not have it. *scp* runs over a connection that is already open, once for each host at the same time, and checks nothing.
          *ansible* is its module `copy` with ten forks, which compares SHA-1 sums. *lockkeeper* is a workflow with the staging step of every product. It compares SHA-256 sums before it sends,
          if anything is there. What has arrived is compared where it is used, at the beginning of the unpacking, which is left out, since it is the same work whoever starts it; that check is
          measured apart, with a process on each of the hosts for whom it counts. *Right after the start* is the first file of a fresh worker, whose JVM has not compiled its ciphers yet; the worker
          runs with the launcher's options. A JVM that is held to its first compiler (`-XX:TieredStopAtLevel=1`) never uses the processor's instructions for AES: its sending needs ten times the work.
          On two cores ten hosts at once are a matter of work alone.
          Then the same once more with the file in place; the bytes are those that the host's network interface counts.
          """,
          "recover",
          """
          The upgrade of *overhead* by Lockkeeper: once left alone, once with a SIGKILL for its worker at a random moment (the same moments in each measurement, by a seed) while another worker is
          ready to poll. Progress is the first thing in the history that a worker has brought about. The server gives a lost worker five seconds to send a heartbeat before another one gets the
          step; a job on a node runs on meanwhile and is found again, so the next progress mostly lies between four and five seconds after the kill. Afterwards the observer's record and the nodes' own ledgers say
          whether anything was done twice or left behind.
          """,
          "scale",
          """
          One worker with a heap of at most 512 MB and its default settings, which keep 200 runs in memory; the nodes are pretended, so that all the work is the orchestrator's. Upgrades wait at gates:
          the heap in use after a collection, the threads, the work of ten seconds in which nobody asks for anything, and the time from sending an approval to the start of what it allows, for
          runs taken at random. Then one upgrade of 300 nodes without gates: what the history and the clock say from one node to the next.
          """);

  private PartWords() {}

  /** A paragraph; empty for a part that nobody has written about. */
  static String of(String part) {
    return WORDS.getOrDefault(part, "");
  }
}
