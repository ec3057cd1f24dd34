package dev.lockkeeper.lab.demo;

import dev.lockkeeper.lab.kwdb.KwdbPlan;
import dev.lockkeeper.lab.kwdb.KwdbTopology;
import dev.lockkeeper.lab.observer.KwdbObserver;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ways of the vendor's page that can be demonstrated, and the installation each is for. */
public enum KwdbWay {
  ROLLING(KwdbTopology.MULTI_REPLICA, KwdbPlan.Programs.BARE),
  SINGLE_REPLICA(KwdbTopology.SINGLE_REPLICA, KwdbPlan.Programs.BARE),
  STANDALONE(KwdbTopology.STANDALONE, KwdbPlan.Programs.BARE),
  COMPOSE(KwdbTopology.STANDALONE, KwdbPlan.Programs.DOCKER_ONLY),
  DOCKER(KwdbTopology.STANDALONE, KwdbPlan.Programs.DOCKER_ONLY),
  SOURCE(KwdbTopology.STANDALONE, KwdbPlan.Programs.DOCKER_ONLY),
  IMPORT_EXPORT(KwdbTopology.STANDALONE, KwdbPlan.Programs.BARE);

  private final KwdbTopology topology;
  private final KwdbPlan.Programs programs;

  KwdbWay(KwdbTopology topology, KwdbPlan.Programs programs) {
    this.topology = topology;
    this.programs = programs;
  }

  KwdbTopology topology() {
    return topology;
  }

  KwdbPlan.Programs programs() {
    return programs;
  }

  boolean byImage() {
    return this == COMPOSE || this == DOCKER;
  }

  KwdbObserver.Promise promise() {
    return topology == KwdbTopology.MULTI_REPLICA || this == IMPORT_EXPORT
        ? KwdbObserver.Promise.SERVES
        : KwdbObserver.Promise.STOPS;
  }

  /** The word in requests. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<KwdbWay> of(String word) {
    return Arrays.stream(values()).filter(way -> way.word().equals(word)).findFirst();
  }

  static String words() {
    return Arrays.stream(values()).map(KwdbWay::word).collect(Collectors.joining(", "));
  }
}
