package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.HostCheck;
import dev.lockkeeper.workflows.model.HostFacts;
import dev.lockkeeper.workflows.model.HostFacts.Leftover;
import dev.lockkeeper.workflows.model.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the facts of a node's host mean for an upgrade, for every product alike.
 *
 * @param problems what keeps it from starting
 * @param notes what somebody should know
 */
public record HostProblems(List<Problem> problems, List<String> notes) {
  /** From here on times of the node and of the run, side by side, mislead a reader. */
  static final Duration NOTED_OFFSET = Duration.ofSeconds(1);

  /**
   * A restart takes a few seconds: a clock that is further off puts the node's log lines and marks
   * outside the step that caused them.
   */
  static final Duration REFUSED_OFFSET = Duration.ofSeconds(5);

  /**
   * An unpacked release, its old one aside, and the jobs of a run together have far fewer files.
   */
  static final long NEEDED_INODES = 5_000;

  /**
   * Judges one host.
   *
   * @param cluster the cluster of this run: what belongs to others is only told
   * @param facts absent when an earlier release of Lockkeeper inspected the node, which did not
   *     look
   */
  public static HostProblems of(String cluster, String node, @Nullable HostFacts facts) {
    Judge judge = new Judge(cluster, node);
    if (facts != null) {
      judge.all(facts);
    }
    return new HostProblems(List.copyOf(judge.problems), List.copyOf(judge.notes));
  }

  /**
   * Whether an archive and what is in it have room together in the login directory, for a product
   * that unpacks it there.
   *
   * @param bytes of both; nobody knows on the node how much of it lies there already
   */
  public static List<Problem> ofLoginRoom(String node, @Nullable HostFacts facts, long bytes) {
    if (facts == null) {
      return List.of();
    }
    long needed = (bytes >> 10) + 1;
    return facts.rooms().stream()
        .filter(room -> room.place().equals(HostFacts.Room.LOGIN) && room.freeKib() < needed)
        .map(
            room ->
                Problem.waivable(
                    HostCheck.DISK,
                    node
                        + ": no disk space: "
                        + room.place()
                        + " has "
                        + (room.freeKib() >> 10)
                        + " MiB free, the release needs up to "
                        + ((needed >> 10) + 1)
                        + " MiB: the archive and what is in it; make room, or waive it if they are"
                        + " there from an earlier run"))
        .toList();
  }

  private static final class Judge {
    private final String cluster;
    private final String node;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Judge(String cluster, String node) {
      this.cluster = cluster;
      this.node = node;
    }

    void all(HostFacts facts) {
      for (String part : facts.unread()) {
        waivable(
            HostCheck.LOOK,
            "the look at "
                + part
                + " gave no readable answer; run the login user's shell there and see what df -Pi,"
                + " date +%s, cat /proc/net/tcp and ls ~/.lockkeeper say");
      }
      if (!facts.missing().isEmpty()) {
        problems.add(
            Problem.blocking(
                node
                    + ": the node lacks "
                    + String.join(", ", facts.missing())
                    + ", which the jobs need; install it"));
      }
      clock(facts.clock());
      facts.rooms().forEach(this::inodes);
      facts.ports().forEach(this::port);
      facts.leftovers().forEach(this::leftover);
    }

    private void clock(HostFacts.@Nullable ClockReading clock) {
      if (clock == null) {
        // The reader of the answer has named it among what was not read.
        return;
      }
      long offset = Math.abs(clock.offsetMillis());
      long least = offset - clock.uncertaintyMillis();
      long most = offset + clock.uncertaintyMillis();
      String measured =
          "its clock is %s %s the worker's (± %s)"
              .formatted(
                  seconds(offset),
                  clock.offsetMillis() < 0 ? "behind" : "ahead of",
                  seconds(clock.uncertaintyMillis()));
      if (least > REFUSED_OFFSET.toMillis()) {
        waivable(HostCheck.CLOCK, measured + "; set the clock of the one that is wrong (NTP)");
      } else if (most > REFUSED_OFFSET.toMillis()) {
        waivable(
            HostCheck.CLOCK,
            measured + "; too slow a link or host to tell whether it is right: start again");
      } else if (least > NOTED_OFFSET.toMillis()) {
        notes.add(node + ": " + measured);
      }
    }

    private void inodes(HostFacts.Room room) {
      if (room.freeInodes() >= 0 && room.freeInodes() < NEEDED_INODES) {
        waivable(
            HostCheck.INODES,
            room.place()
                + " takes only "
                + room.freeInodes()
                + " more files, fewer than "
                + NEEDED_INODES
                + "; remove some (df -i counts them)");
      }
    }

    private void port(HostFacts.PortUse use) {
      if (use.own()) {
        return;
      }
      waivable(
          HostCheck.PORTS,
          use.others().isEmpty()
              ? "nobody listens on port "
                  + use.port()
                  + ", which the server's configuration names; was the file changed since its start?"
              : "port "
                  + use.port()
                  + " of the server's configuration is held by "
                  + String.join(", ", use.others())
                  + " and not by the server; stop what holds it, or correct the configuration");
    }

    private void leftover(Leftover left) {
      switch (left.kind()) {
        case JOB -> job(left);
        case UPLOAD ->
            notes.add(
                node
                    + ": "
                    + left.name()
                    + " is a release that was not sent to its end; the same release goes on there,"
                    + " another one leaves it");
        case UNPACKING -> unpacking(left);
        case FENCE -> {
          if (!left.name().equals(cluster)) {
            notes.add(node + ": is also fenced for the cluster " + left.name());
          }
        }
      }
    }

    private void job(Leftover left) {
      boolean ours = left.name().startsWith(cluster + "/");
      String job = "the job " + left.name();
      if (left.pid() == null) {
        notes.add(
            node
                + ": "
                + job
                + " of an earlier run never ended by itself: it was killed, or the host went down;"
                + " its output is in ~/.lockkeeper/jobs");
      } else if (ours) {
        waivable(
            HostCheck.LEFTOVERS,
            job + " still runs as process " + left.pid() + "; wait until it has ended");
      } else {
        notes.add(node + ": " + job + " of another cluster runs as process " + left.pid());
      }
    }

    private void unpacking(Leftover left) {
      if (left.pid() == null) {
        notes.add(
            node
                + ": "
                + left.name()
                + " is a release that was not unpacked to its end; remove it");
      } else {
        waivable(
            HostCheck.LEFTOVERS,
            "process "
                + left.pid()
                + " seems to unpack a release into "
                + left.name()
                + "; wait until it has ended, or remove the directory if it is another process");
      }
    }

    private void waivable(String check, String text) {
      problems.add(Problem.waivable(check, node + ": " + text));
    }

    private static String seconds(long millis) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
  }
}
