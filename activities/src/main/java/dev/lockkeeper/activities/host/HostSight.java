package dev.lockkeeper.activities.host;

import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.workflows.model.HostFacts;
import dev.lockkeeper.workflows.model.HostFacts.ClockReading;
import dev.lockkeeper.workflows.model.HostFacts.Leftover;
import dev.lockkeeper.workflows.model.HostFacts.PortUse;
import dev.lockkeeper.workflows.model.HostFacts.Room;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a host's answer says, before it is known which of its ports matter.
 *
 * @param facts without ports
 * @param listeners what listens there, as {@code pid:program}, by port; nothing where this user may
 *     not see whose it is
 */
public record HostSight(HostFacts facts, Map<Integer, List<String>> listeners) {
  /** What is told of one kind at most: a history is no place for a directory listing. */
  private static final int MOST_LEFTOVERS = 50;

  /**
   * Reads the host's lines of an answer; a part that is missing is named in the facts.
   *
   * @param sent when the command left the worker, by its clock
   * @param returned when its end was seen
   */
  public static HostSight read(CommandResult result, Instant sent, Instant returned) {
    HostAnswer answer = HostAnswer.of(result.output());
    List<String> unread = new ArrayList<>(answer.first("host.unread"));
    ClockReading clock =
        answer.lines("host.clock").stream()
            .findFirst()
            .map(fields -> ClockMath.reading(fields, sent, returned))
            .orElse(null);
    if (clock == null) {
      unread.add("clock");
    }
    List<Room> rooms = new ArrayList<>();
    for (String[] fields : answer.lines("host.room")) {
      String place = fields[1].equals("place") ? "the release's file system" : Room.LOGIN;
      room(place, fields)
          .ifPresentOrElse(rooms::add, () -> unread.add("the free space or inodes of " + place));
    }
    Map<Integer, List<String>> listeners = new TreeMap<>();
    for (String[] fields : answer.lines("host.listens")) {
      listener(fields, listeners);
    }
    if (answer.lines("host.end").isEmpty() || result.truncated()) {
      unread.add("everything behind line " + result.output().lines().count());
    }
    HostFacts facts =
        new HostFacts(
            clock,
            answer.versions(),
            answer.first("host.lacks"),
            rooms,
            List.of(),
            leftovers(answer),
            unread);
    return new HostSight(facts, listeners);
  }

  /**
   * The facts, with what became of the ports that a server's configuration names.
   *
   * @param pid the server's process; absent when none runs, then no port is judged
   */
  public HostFacts facts(@Nullable String pid, List<Integer> ports) {
    List<PortUse> uses = new ArrayList<>();
    if (pid != null && !facts.unread().contains("ports")) {
      ports.stream().distinct().forEach(port -> uses.add(use(pid, port)));
    }
    return new HostFacts(
        facts.clock(),
        facts.tools(),
        facts.missing(),
        facts.rooms(),
        uses,
        facts.leftovers(),
        facts.unread());
  }

  private PortUse use(String pid, int port) {
    if (!listeners.containsKey(port)) {
      return new PortUse(port, false, List.of());
    }
    List<String> holders = listeners.get(port);
    boolean own = holders.stream().anyMatch(holder -> holder.startsWith(pid + ":"));
    List<String> others =
        holders.stream().map(holder -> "process " + holder.replaceFirst(":(.*)", " ($1)")).toList();
    return new PortUse(
        port,
        own,
        own ? List.of() : others.isEmpty() ? List.of("a process of another user") : others);
  }

  private static void listener(String[] fields, Map<Integer, List<String>> listeners) {
    if (fields.length < 3 || !fields[1].matches("[0-9A-Fa-f]{4}")) {
      return;
    }
    List<String> holders =
        listeners.computeIfAbsent(Integer.parseInt(fields[1], 16), port -> new ArrayList<>());
    Arrays.stream(fields[2].split(" ")).filter(word -> !word.isEmpty()).forEach(holders::add);
  }

  private static Optional<Room> room(String place, String[] fields) {
    if (fields.length != 4
        || !fields[2].matches("[0-9]{1,18}")
        || !fields[3].matches("(0|-)/.*|[0-9]{1,18}/[0-9]{1,18}")) {
      return Optional.empty();
    }
    boolean limited = fields[3].matches("[1-9].*");
    String inodes = fields[3].substring(fields[3].indexOf('/') + 1);
    return Optional.of(
        new Room(place, Long.parseLong(fields[2]), limited ? Long.parseLong(inodes) : -1));
  }

  private static List<Leftover> leftovers(HostAnswer answer) {
    return answer.lines("host.left").stream()
        .filter(fields -> fields.length == 4)
        .limit(MOST_LEFTOVERS)
        .map(
            fields ->
                new Leftover(
                    Leftover.Kind.valueOf(fields[1]),
                    fields[2],
                    fields[3].isEmpty() ? null : fields[3]))
        .toList();
  }
}
