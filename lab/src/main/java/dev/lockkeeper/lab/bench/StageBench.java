package dev.lockkeeper.lab.bench;

import dev.lockkeeper.activities.release.ReleaseArchive;
import dev.lockkeeper.activities.ssh.NodeSum;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.lab.host.HostKind;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A release of 200 MB brought to one, three and ten hosts by scp, by Ansible and by Lockkeeper, by
 * turns; and once more when it is there.
 */
final class StageBench implements Benchmark {
  private static final String PART = "stage";
  private static final int MEGABYTES = 200;
  private static final long SEED = 10;
  private static final List<Integer> CROWDS = List.of(1, 3, 10);
  private static final String FIRST = "time to bring 200 MB to one host, right after the start";
  private static final String AGAIN = "time when 200 MB are on the host already";
  private static final String SENT = "bytes that the host receives for it then";

  /** What a host receives when all is there: questions and answers, but not the file. */
  private static final double UNCHANGED_KILOBYTES = 64;

  private final Map<String, Map<String, List<Double>>> samples = new LinkedHashMap<>();

  @Override
  public Measured run(Surroundings surroundings, int runs)
      throws IOException, InterruptedException {
    samples.clear();
    Ansible ansible = Ansible.find(System.getenv());
    Path directory = Files.createDirectories(surroundings.directory().resolve(PART));
    Path file = file(directory.resolve("release.tgz"));
    int most = CROWDS.get(CROWDS.size() - 1);
    List<String> names = IntStream.rangeClosed(1, most).mapToObj(i -> "node-" + i).toList();
    // Hosts on loopback addresses have no interfaces of their own whose bytes could be counted.
    try (LabNetwork network = LabNetwork.open(HostKind.NAMESPACES, names)) {
      Ssh.configuration(network, directory);
      Ssh.inventory(network, PART, directory);
      Ssh.lay(directory, List.of("copy.yml"));
      try (StageWay lockkeeper =
          new LockkeeperStageWay(surroundings, network.hosts().get(0), file, sha256(file))) {
        List<StageWay> ways =
            List.of(
                new ScpWay(file, directory),
                new AnsibleCopyWay(ansible, file, directory, network.directory()),
                lockkeeper);
        warmUp(surroundings, ways, network.hosts());
        for (int i = 1; i <= runs; i++) {
          for (int crowd : CROWDS) {
            for (StageWay way : ways) {
              surroundings.say(
                  "%s: %s, %d of %d: %d hosts".formatted(PART, way.name(), i, runs, crowd));
              send(way, network.hosts().subList(0, crowd), what(crowd));
              if (way == lockkeeper) {
                check(way, network.hosts().subList(0, crowd), whatIsChecked(crowd));
              }
              if (crowd == 1) {
                sendAgain(way, network.hosts().subList(0, 1));
              }
              remove(network.hosts());
            }
          }
        }
      }
    } finally {
      Files.delete(file);
    }
    return measured();
  }

  /** The same for every run of the benchmark, and of no use to a compressor. */
  private static Path file(Path file) throws IOException {
    Random random = new Random(SEED);
    byte[] megabyte = new byte[1_000_000];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < MEGABYTES; i++) {
        random.nextBytes(megabyte);
        out.write(megabyte);
      }
    }
    return file;
  }

  private static String sha256(Path file) {
    try {
      return ReleaseArchive.sha256(file);
    } catch (StepFailed unreadable) {
      throw new LabException(unreadable.getMessage(), unreadable);
    }
  }

  /** Logs everybody in. A worker's first file also shows what its JVM has to compile. */
  private void warmUp(Surroundings surroundings, List<StageWay> ways, List<LabHost> hosts)
      throws IOException, InterruptedException {
    for (StageWay way : ways) {
      surroundings.say("%s: %s, to warm up".formatted(PART, way.name()));
      send(way, hosts.subList(0, 1), FIRST);
      way.send(hosts);
      remove(hosts);
    }
  }

  private void send(StageWay way, List<LabHost> hosts, String what)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    way.send(hosts);
    keep(what, way, (System.nanoTime() - began) / 1e9);
    for (LabHost host : hosts) {
      String size =
          host.run("sh", "-c", "find \"$1\" -type f -size +100000k", "look", way.place()).output();
      if (size.isBlank()) {
        throw new LabException(way.name() + " brought nothing to " + host.name());
      }
    }
  }

  private void sendAgain(StageWay way, List<LabHost> one) throws IOException, InterruptedException {
    long before = ReceivedBytes.of(one.get(0));
    long began = System.nanoTime();
    way.send(one);
    keep(AGAIN, way, (System.nanoTime() - began) / 1e9);
    keep(SENT, way, (ReceivedBytes.of(one.get(0)) - before) / 1e3);
  }

  /** As the unpacking begins, on all of them at once. */
  private void check(StageWay way, List<LabHost> hosts, String what) {
    long began = System.nanoTime();
    hosts.parallelStream()
        .forEach(
            host ->
                host.run("sh", "-c", NodeSum.FUNCTION + "sum_of \"$1\"/*", "check", way.place())
                    .orThrow());
    keep(what, way, (System.nanoTime() - began) / 1e9);
  }

  private static void remove(List<LabHost> hosts) {
    hosts.forEach(host -> host.run("sh", "-c", "rm -rf by-*.tgz .lockkeeper/releases").orThrow());
  }

  private static String what(int crowd) {
    return crowd == 1
        ? "time to bring 200 MB to one host"
        : "time to bring 200 MB to %d hosts at once".formatted(crowd);
  }

  private static String whatIsChecked(int crowd) {
    return crowd == 1
        ? "time of the check that unpacking begins with"
        : "time of the check that unpacking begins with, on %d hosts at once".formatted(crowd);
  }

  private void keep(String what, StageWay way, double value) {
    samples
        .computeIfAbsent(what, key -> new LinkedHashMap<>())
        .computeIfAbsent(way.name(), key -> new ArrayList<>())
        .add(value);
  }

  private Measured measured() {
    List<Series> series = new ArrayList<>();
    samples.forEach(
        (what, ways) ->
            ways.forEach(
                (way, values) ->
                    series.add(
                        new Series(PART, what, way, what.equals(SENT) ? "kB" : "s", values))));
    Measured figures = new Measured(series, List.of());
    String one = what(1);
    String ten = what(10);
    return figures.and(
        new Measured(
            List.of(),
            List.of(
                new Bar(
                    PART,
                    "one host, time beside scp's (0.9 of its throughput)",
                    figures.median(one, "lockkeeper") / figures.median(one, "scp"),
                    1 / 0.9,
                    ""),
                new Bar(
                    PART,
                    "ten hosts at once, time beside Ansible's",
                    figures.median(ten, "lockkeeper") / figures.median(ten, "ansible"),
                    1 / 3.0,
                    ""),
                new Bar(
                    PART,
                    "received for a file that is there",
                    figures.median(SENT, "lockkeeper"),
                    UNCHANGED_KILOBYTES,
                    "kB"))));
  }
}
