package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.lookalike.upgrade.LookalikeInspection;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeNodes;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeSettings;
import dev.lockkeeper.lab.lookalike.upgrade.Server;
import dev.lockkeeper.lab.lookalike.upgrade.ServerSwitch;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.NodeFences;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Nodes that exist only in memory and do at once what they are told, so that what is measured is
 * the orchestrator alone. A request's credentials bear the name of its cluster.
 */
final class PretendNodes implements LookalikeNodes, NodeFences {
  private static final String OLD = "1.0.0";
  private static final String HOME = "/opt/lookalike-";
  private static final int PORT = 7400;

  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final Map<String, String> settings = new ConcurrentHashMap<>();
  private final Map<String, FenceClaim> fences = new ConcurrentHashMap<>();

  @Override
  public LookalikeInspection inspect(Target node, Release release) {
    String version = version(node);
    return new LookalikeInspection(
        node.node().name(), version, 1, PORT, HOME + version, HOME + release.version(), List.of());
  }

  @Override
  public String stage(Target node, Release release, LookalikeInspection inspection) {
    return inspection.newHome();
  }

  @Override
  public Evidence safeToStop(List<Server> servers, String node) {
    return new Evidence(List.of(Fact.good(node, "all is well")), Instant.now());
  }

  @Override
  public Evidence safeToRetry(List<Server> servers, String node) {
    return safeToStop(servers, node);
  }

  @Override
  public JobResult restart(JobName job, Target node, ServerSwitch change) {
    versions.put(key(node), change.to().substring(HOME.length()));
    return new JobResult(0, 0, List.of(), "done", job.directory() + "/output");
  }

  @Override
  public String awaitReturn(List<Server> servers, String node, LookalikeSettings settings) {
    return servers.stream()
        .map(Server::node)
        .filter(target -> target.node().name().equals(node))
        .map(this::version)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String observe(Server server) {
    return version(server.node());
  }

  @Override
  public String readSetting(List<Server> servers, String name) {
    return settings.getOrDefault(servers.get(0).node().credentials(), "on");
  }

  @Override
  public String writeSetting(List<Server> servers, String name, String value) {
    settings.put(servers.get(0).node().credentials(), value);
    return value;
  }

  @Override
  public List<FenceSight> take(FenceClaim claim, List<Target> nodes) {
    nodes.forEach(node -> fences.putIfAbsent(key(node), claim));
    return look(claim.cluster(), nodes);
  }

  @Override
  public List<FenceSight> release(String cluster, String run, List<Target> nodes) {
    nodes.forEach(node -> fences.remove(key(node)));
    return look(cluster, nodes);
  }

  @Override
  public List<FenceSight> look(String cluster, List<Target> nodes) {
    return nodes.stream()
        .map(node -> new FenceSight(node.node().name(), fences.get(key(node)), List.of(), null))
        .toList();
  }

  @Override
  public List<String> removeOldJobs(String cluster, String keptRun, List<Target> nodes) {
    return List.of();
  }

  private String version(Target node) {
    return versions.getOrDefault(key(node), OLD);
  }

  private static String key(Target node) {
    return node.credentials() + " " + node.node().name();
  }
}
