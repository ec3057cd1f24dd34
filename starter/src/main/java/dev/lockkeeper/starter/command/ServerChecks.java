package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.run.Poller;
import dev.lockkeeper.starter.run.Server;
import dev.lockkeeper.starter.run.ServerFacts;
import dev.lockkeeper.starter.view.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the doctor asks Temporal. */
final class ServerChecks {
  private static final Set<String> SEARCH_ATTRIBUTES =
      new TreeSet<>(
          Set.of("LockkeeperCluster", "LockkeeperProduct", "LockkeeperState", "LockkeeperNode"));
  private final Server server;
  private final ServerFacts facts;
  private final Times times;

  ServerChecks(Server server, Times times) {
    this.server = server;
    this.facts = server.facts();
    this.times = times;
  }

  List<Check> run() {
    List<Check> checks = new ArrayList<>();
    facts.requireNamespace();
    String version = facts.version().map(number -> ", server " + number).orElse("");
    checks.add(Check.good("temporal", server.place() + version));
    checks.add(searchAttributes(facts.searchAttributes()));
    checks.add(worker(facts.pollers()));
    return checks;
  }

  private static Check searchAttributes(Optional<Set<String>> present) {
    String name = "search attributes";
    if (present.isEmpty()) {
      return Check.note(name, "this server does not tell", "nothing; runs work without them");
    }
    Set<String> missing = new TreeSet<>(SEARCH_ATTRIBUTES);
    missing.removeAll(present.get());
    if (missing.isEmpty()) {
      return Check.good(name, String.join(", ", SEARCH_ATTRIBUTES));
    }
    return Check.note(
        name,
        "missing: " + String.join(", ", missing),
        "the worker makes them when it may; else: temporal operator search-attribute create "
            + String.join(
                " ", missing.stream().map(key -> "--name " + key + " --type Keyword").toList()));
  }

  private Check worker(Optional<List<Poller>> pollers) {
    if (pollers.isEmpty()) {
      return Check.note("worker", "this server does not tell", "look at the worker itself");
    }
    if (pollers.get().isEmpty()) {
      return Check.bad(
          "worker",
          "none has asked for work on the queue " + facts.queue() + " lately",
          "start one: ./lockkeeper worker");
    }
    return Check.good(
        "worker",
        String.join(
            ", ",
            pollers.get().stream()
                .map(poller -> poller.identity() + " asked " + times.ago(poller.lastSeen()))
                .toList()));
  }
}
