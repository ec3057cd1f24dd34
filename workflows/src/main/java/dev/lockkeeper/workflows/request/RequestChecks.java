package dev.lockkeeper.workflows.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.workflows.model.HostCheck;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what no single field of an upgrade request shows: roles that are unknown or missing, nodes
 * that are the same, fields that contradict each other. Works on the JSON itself so that these
 * mistakes are reported together with those of single fields.
 */
public final class RequestChecks {
  private final JsonNode request;
  private final InputReader reader;

  public RequestChecks(JsonNode request, InputReader reader) {
    this.request = request;
    this.reader = reader;
  }

  /**
   * Checks the part that every product shares.
   *
   * @param product the only product this kind of workflow upgrades
   * @param roles the product's roles, each with the number of nodes it may have
   * @param checks names of the product's checks that can be waived, beside those of the hosts
   */
  public void run(String product, Map<String, RoleCount> roles, Set<String> checks) {
    String given = request.path("product").asText(product);
    if (!given.equals(product)) {
      reader.report("product", "is " + given + ", but this is the upgrade of " + product);
    }
    checkRelease(request.path("release"));
    checkGates(request.path("gates"));
    Map<String, Integer> present = checkNodes(roles.keySet());
    if (request.path("nodes").isArray()) {
      roles.forEach((role, count) -> checkCount(role, count, present.getOrDefault(role, 0)));
    }
    Set<String> all = new TreeSet<>(checks);
    all.addAll(HostCheck.ALL);
    checkWaivers(all);
  }

  private void checkRelease(JsonNode release) {
    if (release.isObject() && release.hasNonNull("archive") == release.hasNonNull("onNodes")) {
      reader.report(
          "release",
          "give either archive (a path on the worker) or onNodes (a path on every node)");
    }
  }

  private void checkGates(JsonNode gates) {
    int approvers = gates.path("approvers").asInt(1);
    if (approvers < 1) {
      reader.report("gates.approvers", "must be at least 1; to ask nobody, use policy: none");
    }
    Set<String> allowed = new HashSet<>();
    gates.path("allow").forEach(person -> allowed.add(person.asText().toLowerCase(Locale.ROOT)));
    if (!allowed.isEmpty() && allowed.size() < approvers) {
      reader.report(
          "gates.allow", "names fewer people than the " + approvers + " approvers needed");
    }
  }

  private Map<String, Integer> checkNodes(Set<String> roles) {
    Set<String> names = new HashSet<>();
    Map<String, String> addresses = new HashMap<>();
    Map<String, Integer> present = new LinkedHashMap<>();
    for (int i = 0; i < request.path("nodes").size(); i++) {
      JsonNode node = request.path("nodes").get(i);
      String path = "nodes[" + i + "]";
      String name = node.path("name").asText();
      String role = node.path("role").asText();
      String host = node.path("host").asText();
      int port = node.path("port").asInt(22);
      if (!name.isEmpty() && !names.add(name)) {
        reader.report(path + ".name", "there is another node " + name);
      }
      if (port < 1 || port > 65_535) {
        reader.report(path + ".port", port + " is not a port");
      }
      if (!role.isEmpty() && !roles.contains(role)) {
        String guess =
            Spelling.closest(role, roles).map(word -> "; did you mean " + word + "?").orElse("");
        reader.report(
            path + ".role", "\"" + role + "\" is not one of " + String.join(", ", roles) + guess);
      }
      present.merge(role, 1, Integer::sum);
      String other =
          host.isEmpty() ? null : addresses.putIfAbsent(host + ":" + port + " " + role, name);
      if (other != null) {
        reader.report(
            path + ".host", host + " is also the host of " + other + ", with the same role");
      }
    }
    return present;
  }

  private void checkCount(String role, RoleCount count, int present) {
    if (present < count.fewest()) {
      reader.report(
          "nodes",
          "has "
              + (present == 0 ? "no" : "only " + present)
              + " "
              + role
              + "; it needs at least "
              + count.fewest());
    }
    if (present > count.most()) {
      reader.report(
          "nodes",
          "has " + present + " of role " + role + "; there can be at most " + count.most());
    }
  }

  private void checkWaivers(Set<String> checks) {
    Set<String> names = new HashSet<>();
    request.path("nodes").forEach(node -> names.add(node.path("name").asText()));
    JsonNode waivers = request.path("waivers");
    for (int i = 0; i < waivers.size(); i++) {
      String check = waivers.get(i).path("check").asText();
      if (!check.isEmpty() && !checks.contains(check)) {
        reader.report(
            "waivers[" + i + "].check",
            "\"" + check + "\" is not one of " + String.join(", ", checks));
      }
      String node = waivers.get(i).path("node").asText();
      if (!node.isEmpty() && !names.contains(node)) {
        reader.report("waivers[" + i + "].node", "there is no node " + node);
      }
    }
  }
}
