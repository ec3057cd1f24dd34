package dev.lockkeeper.starter.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestFileTest {
  private static final String GOOD =
      """
      product: fluss
      cluster: orders
      release:
        version: 0.9.1-incubating
        archive: /srv/fluss-0.9.1.tgz
        sha256: "0000000000000000000000000000000000000000000000000000000000000000"
      credentials: prod-ssh
      nodes:
        - {name: tablet-1, host: 10.0.0.11, role: tablet-server, home: /opt/fluss}
        - name: tablet-2
          host: 10.0.0.12
          role: tablet-server
          home: /opt/fluss
        - {name: coordinator, host: 10.0.0.10, role: coordinator-server, home: /opt/fluss}
      gates: {policy: every-node}
      fluss:
        zookeeper: "10.0.0.5:2181"
        serverYaml:
          log.level: info
      """;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "version: 0.9.1-incubating",
            "version: 0.90",
            "f:4:3 release.version: must be text, not 0.90; put it in quotes"),
        mistake(
            "name: tablet-2",
            "name: no",
            "f:10:5 nodes[1].name: must be text, not false; put it in quotes (the file says no)"),
        mistake(
            "    host: 10.0.0.12\n",
            "",
            "f:10:5 nodes[1].host: is missing: Host name or address that the worker reaches by SSH."),
        mistake(
            "    host: 10.0.0.12\n",
            "    host: 10.0.0.12\n    prot: 22\n",
            "f:12:5 nodes[1].prot: this field means nothing; did you mean port? Known here: home, host, name, port, role"),
        mistake(
            "    host: 10.0.0.12\n",
            "    host: 10.0.0.12\n    port: 022\n",
            "f:12:5 nodes[1].port: must be a whole number, not the text \"022\""),
        mistake(
            "host: 10.0.0.12",
            "host: 10.0.0.11",
            "f:11:5 nodes[1].host: 10.0.0.11 is also the host of tablet-1, with the same role"),
        mistake(
            "role: tablet-server\n",
            "role: tablet-sever\n",
            "f:12:5 nodes[1].role: \"tablet-sever\" is not one of tablet-server, coordinator-server; did you mean tablet-server?"),
        mistake(
            "policy: every-node",
            "policy: never",
            "f:15:9 gates.policy: \"never\" is not one of every-node, canary, per-role, none"),
        mistake(
            "archive: /srv",
            "archive: srv",
            "f:5:3 release.archive: \"srv/fluss-0.9.1.tgz\" is not an absolute path of letters, digits and . _ + @ = - without . or .. segments, on the worker"),
        mistake(
            "product: fluss",
            "product: oracle",
            "f:1:1 product: \"oracle\" cannot be upgraded by this release; it knows databend, fluss, kwdb, openmldb"),
        mistake("product: fluss\n", "", "f:1:1 product: is missing: The product."),
        mistake(
            "cluster: orders\n",
            "cluster: orders\ncluster: sales\n",
            "f:3:1 cluster: is given twice; the first is on line 2"),
        mistake(
            "log.level: info",
            "log.level: [info]",
            "f:19:5 fluss.serverYaml.log.level: must be one value, not a list"),
        mistake(
            "cluster: orders",
            "cluster: !secret orders",
            "f:2:1 cluster: the tag !secret is not read here"),
        mistake(
            "gates: {policy: every-node}",
            "gates: &g {policy: *g}",
            "f:15:12 gates.policy: this alias stands for something that contains it"),
        mistake(
            "  serverYaml:\n",
            "  <<: {a: b}\n  serverYaml:\n",
            "f:18:3 fluss.<<: merge keys are not read; write the fields out"));
  }

  private static Arguments mistake(String good, String bad, String expected) {
    return Arguments.of(good, bad, expected);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void everyMistakeHasItsLine(String good, String bad, String expected) {
    assertThat(GOOD).contains(good);
    assertThat(findings(GOOD.replace(good, bad))).contains(expected);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("", "f:1:1 is empty; see: lockkeeper schema --example"),
        Arguments.of("# only a comment\n", "f:1:1 is empty; see: lockkeeper schema --example"),
        Arguments.of(
            "- a\n- b\n", "f:1:1 must be one object with fields such as product and cluster"),
        Arguments.of(
            "a: b\n\tc: d\n", "f:2:1 this is not YAML: a tab stands where YAML wants spaces"),
        Arguments.of(
            "a: 'b\nc: d\n",
            "f:3:1 this is not YAML: found unexpected end of stream (while scanning a quoted scalar)"),
        Arguments.of(
            "a: !!java.lang.Runtime b\n",
            "f:1:4 this is not YAML: Global tag is not allowed: tag:yaml.org,2002:java.lang.Runtime"),
        Arguments.of("a: b\nc: d\u0007\n", "f:2:5 the character U+0007 is not allowed"),
        Arguments.of(
            "a: b\n---\nc: d\n",
            "f:2:1 this is not YAML: but found another document (expected a single document in the stream)"),
        Arguments.of(
            "{\"a\": \"b\",\n\t\"c\" \"d\"}",
            "f:2:6 this is not YAML: expected ',' or '}', but got <scalar> (while parsing a flow mapping)"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextThatIsNoRequestIsPointedAt(String text, String expected) {
    assertThat(findings(text)).containsExactly(expected);
  }

  @Test
  void anArchiveThatOnlyThisMachineKnowsGetsItsAbsolutePath() {
    assertThat(findings(GOOD.replace("/srv/fluss-0.9.1.tgz", "pom.xml")))
        .singleElement()
        .asString()
        .startsWith("f:5:3 release.archive: \"pom.xml\" is not an absolute path")
        .endsWith("; on this machine it is " + Path.of("pom.xml").toAbsolutePath());
  }

  @Test
  void aliasesThatUnfoldToMillionsAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 8; i++) {
      String before = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s, %s, %s, %s, %s, %s]\n"
              .formatted(i, i, before, before, before, before, before, before));
    }
    assertThat(findings(bomb.toString()))
        .singleElement()
        .asString()
        .endsWith("unfolds to more than 100000 values");
  }

  @Test
  void allMistakesComeAtOnceInTheOrderOfTheFile() {
    String bad =
        GOOD.replace("cluster: orders", "cluster: Orders!")
            .replace("host: 10.0.0.12", "host: '?'")
            .replace("log.level: info", "Log Level: info");
    assertThat(findings(bad))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("f:2:1 cluster: \"Orders!\" is not"),
            second -> assertThat(second).startsWith("f:11:5 nodes[1].host: \"?\" is not"),
            third -> assertThat(third).startsWith("f:19:5 fluss.serverYaml.Log Level: the name"));
  }

  @Test
  void aGoodFileIsSentAsItIsWritten() throws BadInputException {
    CheckedRequest request = RequestFile.read(new Source("f", GOOD), List.of());
    assertThat(request.product()).isEqualTo(Product.FLUSS);
    assertThat(request.cluster()).isEqualTo("orders");
    assertThat(request.target()).isEqualTo("0.9.1-incubating");
    assertThat(request.json().path("nodes").get(1).path("host").asText()).isEqualTo("10.0.0.12");
    assertThat(request.json().path("gates").size()).isEqualTo(1);
  }

  @Test
  void theSameRequestAsJsonIsReadTooEvenWithTabs() throws BadInputException {
    String json = RequestFile.read(new Source("f", GOOD), List.of()).json().toPrettyString();
    String tabs = json.replace("  ", "\t").replace("/opt/fluss", "\\/opt\\/fluss");
    CheckedRequest request = RequestFile.read(new Source("f", tabs), List.of());
    assertThat(request.json().toPrettyString()).isEqualTo(json);
  }

  @Test
  void valuesOfTheCommandLineReplaceThoseOfTheFile() throws BadInputException {
    List<Replacement> replacements =
        List.of(
            new Replacement("--gates none", "gates.policy", TextNode.valueOf("none")),
            new Replacement("--set x", "nodes[1].host", TextNode.valueOf("10.0.0.99")),
            new Replacement("--set y", "fluss.method", TextNode.valueOf("full-stop")));
    var json = RequestFile.read(new Source("f", GOOD), replacements).json();
    assertThat(json.at("/gates/policy").asText()).isEqualTo("none");
    assertThat(json.at("/nodes/1/host").asText()).isEqualTo("10.0.0.99");
    assertThat(json.at("/fluss/method").asText()).isEqualTo("full-stop");
  }

  @Test
  void aMistakeInAReplacedValueNamesTheOption() {
    List<Replacement> replacements =
        List.of(
            new Replacement("--gates never", "gates.policy", TextNode.valueOf("never")),
            new Replacement("--set nodes[9].port=1", "nodes[9].port", IntNode.valueOf(1)));
    BadInputException problem =
        catchThrowableOfType(
            BadInputException.class, () -> RequestFile.read(new Source("f", GOOD), replacements));
    assertThat(problem.findings())
        .extracting(Finding::toString)
        .containsExactlyInAnyOrder(
            "--gates never: gates.policy: \"never\" is not one of every-node, canary, per-role, none",
            "--set nodes[9].port=1: the request has no nodes[9]");
  }

  private static List<String> findings(String text) {
    BadInputException problem =
        catchThrowableOfType(
            BadInputException.class, () -> RequestFile.read(new Source("f", text), List.of()));
    assertThat(problem).as("no mistake was found").isNotNull();
    return problem.findings().stream().map(Finding::toString).toList();
  }
}
