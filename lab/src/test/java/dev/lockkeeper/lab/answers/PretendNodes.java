package dev.lockkeeper.lab.answers;

import dev.lockkeeper.lab.lookalike.upgrade.LookalikeInspection;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeNodes;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeSettings;
import dev.lockkeeper.lab.lookalike.upgrade.Server;
import dev.lockkeeper.lab.lookalike.upgrade.ServerSwitch;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.NodeFences;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Does on {@link PretendCluster}s what the worker does on real nodes. A request's credentials bear
 * the name of its cluster, because that is all an activity hears of it.
 */
final class PretendNodes implements LookalikeNodes, NodeFences {
  private static final String HOME = "/opt/lookalike-";
  private static final int PORT = 7000;

  private final Map<String, PretendCluster> clusters;

  PretendNodes(Map<String, PretendCluster> clusters) {
    this.clusters = clusters;
  }

  private PretendCluster cluster(String name) {
    return Objects.requireNonNull(clusters.get(name), name);
  }

  private PretendCluster cluster(Target node) {
    return cluster(node.credentials());
  }

  private PretendCluster cluster(List<Server> servers) {
    return cluster(servers.get(0).node());
  }

  @Override
  public LookalikeInspection inspect(Target node, Release release) {
    String name = node.node().name();
    String version = Objects.requireNonNull(cluster(node).versions().get(name));
    return new LookalikeInspection(
        name, version, 1, PORT, HOME + version, HOME + release.version(), List.of());
  }

  @Override
  public String stage(Target node, Release release, LookalikeInspection inspection) {
    cluster(node).begin("stage " + node.node().name(), "");
    return inspection.newHome();
  }

  @Override
  public Evidence safeToStop(List<Server> servers, String node) {
    return cluster(servers).look(node);
  }

  @Override
  public Evidence safeToRetry(List<Server> servers, String node) {
    return cluster(servers).look(node);
  }

  @Override
  public JobResult restart(JobName job, Target node, ServerSwitch change) {
    cluster(node).restart(node.node().name(), job.attempt(), change.to().substring(HOME.length()));
    return new JobResult(0, 0, List.of(), "done", job.directory() + "/output");
  }

  @Override
  public String awaitReturn(List<Server> servers, String node, LookalikeSettings settings) {
    cluster(servers).begin("return " + node, "");
    return Objects.requireNonNull(cluster(servers).versions().get(node));
  }

  @Override
  public String observe(Server server) {
    return Objects.requireNonNull(
        cluster(server.node()).versions().get(server.node().node().name()));
  }

  @Override
  public String readSetting(List<Server> servers, String name) {
    return cluster(servers).setting(name);
  }

  @Override
  public String writeSetting(List<Server> servers, String name, String value) {
    return cluster(servers).set(name, value);
  }

  @Override
  public List<FenceSight> take(FenceClaim claim, List<Target> nodes) {
    Map<String, FenceClaim> standing = cluster(claim.cluster()).fences();
    if (standing.values().stream().allMatch(held -> held.run().equals(claim.run()))) {
      nodes.forEach(node -> standing.put(node.node().name(), claim));
    }
    return look(claim.cluster(), nodes);
  }

  @Override
  public List<FenceSight> release(String cluster, String run, List<Target> nodes) {
    cluster(cluster).begin("free", "");
    cluster(cluster).fences().values().removeIf(claim -> claim.run().equals(run));
    return look(cluster, nodes);
  }

  @Override
  public List<FenceSight> look(String cluster, List<Target> nodes) {
    return nodes.stream()
        .map(node -> node.node().name())
        .map(node -> new FenceSight(node, cluster(cluster).fences().get(node), List.of(), null))
        .toList();
  }

  @Override
  public List<String> removeOldJobs(String cluster, String keptRun, List<Target> nodes) {
    return List.of();
  }
}
