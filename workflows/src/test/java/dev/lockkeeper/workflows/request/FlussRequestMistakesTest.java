package dev.lockkeeper.workflows.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockkeeper.workflows.fluss.FlussRequest;
import dev.lockkeeper.workflows.fluss.FlussRequests;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake is reported with its place and with what to write instead. */
class FlussRequestMistakesTest {
  private static List<String> mistakes(JsonNode request) {
    InvalidInputException refusal =
        catchThrowableOfType(InvalidInputException.class, () -> FlussRequest.read(request));
    assertThat(refusal).as("a refusal of %s", request).isNotNull();
    return refusal.mistakes().stream().map(Mistake::toString).toList();
  }

  private static ObjectNode node(ObjectNode request, int index) {
    return (ObjectNode) request.get("nodes").get(index);
  }

  private static ObjectNode section(ObjectNode request, String name) {
    return (ObjectNode) request.get(name);
  }

  private static Arguments change(String name, Consumer<ObjectNode> change, String... mistakes) {
    return Arguments.of(name, change, List.of(mistakes));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        change(
            "unknown field",
            request -> request.put("credental", "x"),
            "credental: this field means nothing; did you mean credentials? Known here: cluster,"
                + " credentials, fluss, gates, nodes, product, release, waivers"),
        change(
            "unknown field nothing is like",
            request -> section(request, "fluss").put("colour", "blue"),
            "fluss.colour: this field means nothing. Known here: inSyncLimit, method, serverYaml,"
                + " stableFor, startLimit, stopLimit, zookeeper, zookeeperRoot"),
        change(
            "unknown field of a node",
            request -> node(request, 1).put("hots", "10.0.0.1"),
            "nodes[1].hots: this field means nothing; did you mean host? Known here: home, host,"
                + " name, port, role"),
        change(
            "missing field",
            request -> request.remove("credentials"),
            "credentials: is missing: Name of a credential profile of the worker, for SSH to the"
                + " nodes."),
        change(
            "field that is null",
            request -> node(request, 0).putNull("home"),
            "nodes[0].home: is missing: Directory of the installed release; a symbolic link to it"
                + " is followed and moved."),
        change(
            "missing section",
            request -> request.remove("fluss"),
            "fluss: must be one JSON object with the fields zookeeper, zookeeperRoot, method,"
                + " serverYaml, stopLimit, startLimit, inSyncLimit, stableFor, not nothing"),
        change(
            "section of the wrong type",
            request -> request.put("release", "0.9.1"),
            "release: must be one JSON object with the fields version, archive, onNodes, sha256,"
                + " not the text \"0.9.1\""),
        change(
            "list of the wrong type",
            request -> request.put("nodes", 3),
            "nodes: must be a list, not 3"),
        change(
            "version without quotes",
            request -> section(request, "release").put("version", 0.9),
            "release.version: must be text, not 0.9; put it in quotes"),
        change(
            "truth value without quotes",
            request -> request.put("cluster", true),
            "cluster: must be text, not true; put it in quotes"),
        change(
            "list entry that is null",
            request -> section(request, "gates").putArray("allow").addNull(),
            "gates.allow[0]: must be text, not nothing"),
        change(
            "version that is none",
            request -> section(request, "release").put("version", "latest"),
            "release.version: \"latest\" is not a version such as 0.9.1-incubating"),
        change(
            "bad sum",
            request -> section(request, "release").put("sha256", "ABC"),
            "release.sha256: \"ABC\" is not a SHA-256 sum: 64 hexadecimal digits in lower case"),
        change(
            "archive in two places",
            request -> section(request, "release").put("onNodes", "/srv/fluss.tgz"),
            "release: give either archive (a path on the worker) or onNodes (a path on every"
                + " node)"),
        change(
            "archive nowhere",
            request -> section(request, "release").remove("archive"),
            "release: give either archive (a path on the worker) or onNodes (a path on every"
                + " node)"),
        change(
            "duplicate name",
            request -> node(request, 1).put("name", "tablet-1"),
            "nodes[1].name: there is another node tablet-1"),
        change(
            "duplicate host",
            request -> node(request, 2).put("host", "10.0.0.11"),
            "nodes[2].host: 10.0.0.11 is also the host of tablet-1, with the same role"),
        change(
            "port that is none",
            request -> node(request, 0).put("port", 70_000),
            "nodes[0].port: 70000 is not a port"),
        change(
            "port as text",
            request -> node(request, 0).put("port", "22"),
            "nodes[0].port: must be a whole number, not the text \"22\""),
        change(
            "port with a fraction",
            request -> node(request, 0).put("port", 22.5),
            "nodes[0].port: must be a whole number, not 22.5"),
        change(
            "unknown role",
            request -> node(request, 0).put("role", "tabletserver"),
            "nodes[0].role: \"tabletserver\" is not one of tablet-server, coordinator-server; did"
                + " you mean tablet-server?"),
        change(
            "missing role",
            request -> ((ArrayNode) request.get("nodes")).remove(3),
            "nodes: has no coordinator-server; it needs at least 1"),
        change(
            "two coordinators",
            request -> node(request, 2).put("role", "coordinator-server"),
            "nodes: has 2 of role coordinator-server; there can be at most 1"),
        change(
            "no nodes",
            request -> request.putArray("nodes"),
            "nodes: has no tablet-server; it needs at least 1",
            "nodes: has no coordinator-server; it needs at least 1"),
        change(
            "name that cannot be a directory",
            request -> request.put("cluster", "Orders/2"),
            "cluster: \"Orders/2\" is not a name of lower-case letters, digits and hyphens, at"
                + " most 63"),
        change(
            "path that leaves its place",
            request -> node(request, 0).put("home", "/opt/../etc"),
            "nodes[0].home: \"/opt/../etc\" is not an absolute path of letters, digits and . _ + @"
                + " = - without . or .. segments"),
        change(
            "path with a command",
            request -> node(request, 0).put("home", "/opt/$(reboot)"),
            "nodes[0].home: \"/opt/$(reboot)\" is not an absolute path of letters, digits and . _ +"
                + " @ = - without . or .. segments"),
        change(
            "host with a command",
            request -> node(request, 0).put("host", "-oProxyCommand=x"),
            "nodes[0].host: \"-oProxyCommand=x\" is not a host name or an address"),
        change(
            "duration in words",
            request -> section(request, "gates").put("expire", "2 days"),
            "gates.expire: \"2 days\" is not a duration; write it as ISO 8601, such as PT30S, PT10M"
                + " or P2D"),
        change(
            "no duration at all",
            request -> section(request, "fluss").put("stopLimit", "PT0S"),
            "fluss.stopLimit: \"PT0S\" is not a duration; write it as ISO 8601, such as PT30S,"
                + " PT10M or P2D"),
        change(
            "endless duration",
            request -> section(request, "gates").put("expire", "P999999999D"),
            "gates.expire: \"P999999999D\" is longer than a year"),
        change(
            "an option that brings another one along",
            request ->
                section(request, "fluss").putObject("serverYaml").put("a.b", "1\ndata.dir: /tmp"),
            "fluss.serverYaml.a.b: must be one line without control characters"),
        change(
            "policy misspelt",
            request -> section(request, "gates").put("policy", "cannary"),
            "gates.policy: \"cannary\" is not one of every-node, canary, per-role, none; did you"
                + " mean canary?"),
        change(
            "no approvers",
            request -> section(request, "gates").put("approvers", 0),
            "gates.approvers: must be at least 1; to ask nobody, use policy: none"),
        change(
            "more approvers than people",
            request ->
                section(request, "gates")
                    .put("approvers", 2)
                    .putArray("allow")
                    .add("ann")
                    .add("Ann"),
            "gates.allow: names fewer people than the 2 approvers needed"),
        change(
            "waiver for a node that is not there",
            request -> waiver(request, "single-replica").put("node", "tablet-9"),
            "waivers[0].node: there is no node tablet-9"),
        change(
            "waiver for a check that is not there",
            request -> waiver(request, "single-replicas"),
            "waivers[0].check: \"single-replicas\" is not one of clock, disk, host-look, inodes, leftovers,"
                + " ports, single-replica, version-pair"),
        change(
            "another product",
            request -> request.put("product", "kwdb"),
            "product: is kwdb, but this is the upgrade of fluss"),
        change(
            "option of server.yaml that is none",
            request -> section(request, "fluss").putObject("serverYaml").put("a b", "1"),
            "fluss.serverYaml.a b: the name is not an option name such as server.io-pool.size"),
        change(
            "option of server.yaml with a list",
            request -> section(request, "fluss").putObject("serverYaml").putArray("a.b"),
            "fluss.serverYaml.a.b: must be one value, not a list"));
  }

  private static ObjectNode waiver(ObjectNode request, String check) {
    return request
        .withArray("waivers")
        .addObject()
        .put("check", check)
        .put("by", "ann")
        .put("reason", "rehearsal");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void aMistakeIsReportedWithItsPlaceAndTheWayOut(
      String name, Consumer<ObjectNode> change, List<String> expected) {
    assertThat(mistakes(FlussRequests.request(change))).containsExactlyElementsOf(expected);
  }

  @Test
  void allMistakesOfAnInputAreReportedAtOnce() {
    ObjectNode request =
        FlussRequests.request(
            change -> {
              change.remove("credentials");
              change.put("cluster", "A");
              section(change, "release").put("version", 0.9).put("onNodes", "/a");
              section(change, "gates").put("policy", "x").put("expire", "soon");
              node(change, 0).put("role", "coordinator-server");
              node(change, 1).put("name", "tablet-3");
              section(change, "fluss").remove("zookeeper");
              waiver(change, "none").put("node", "tablet-2");
            });

    assertThat(mistakes(request))
        .extracting(mistake -> mistake.substring(0, mistake.indexOf(':')))
        .containsExactlyInAnyOrder(
            "credentials",
            "cluster",
            "release.version",
            "release",
            "gates.policy",
            "gates.expire",
            "nodes",
            "nodes[2].name",
            "fluss.zookeeper",
            "waivers[0].check",
            "waivers[0].node");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a list", "text", "null"})
  void anInputThatIsNoObjectIsOneMistakeAndNoException(String kind) {
    JsonNode input =
        switch (kind) {
          case "a list" -> FlussRequests.request().arrayNode();
          case "text" -> TextNode.valueOf("upgrade");
          default -> NullNode.getInstance();
        };

    assertThat(mistakes(input)).hasSize(1).allMatch(line -> line.startsWith("must be one JSON"));
  }

  @Test
  void theMessageOfTheRefusalCarriesEveryMistake() {
    ObjectNode request =
        FlussRequests.request(
            change -> {
              change.remove("credentials");
              change.remove("cluster");
            });
    InvalidInputException refusal =
        catchThrowableOfType(InvalidInputException.class, () -> FlussRequest.read(request));

    assertThat(refusal.getOriginalMessage())
        .startsWith("2 mistakes in the input:\n- cluster: is missing")
        .contains("\n- credentials: is missing");
  }
}
