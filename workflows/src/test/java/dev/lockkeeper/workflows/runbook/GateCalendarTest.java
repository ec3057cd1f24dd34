package dev.lockkeeper.workflows.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.model.GateFrequency;
import dev.lockkeeper.workflows.model.Node;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateCalendarTest {
  private static final List<Node> GROUP =
      Stream.of("a", "b", "c", "d").map(GateCalendarTest::node).toList();

  private static Node node(String name) {
    return new Node(name, name, 22, "tablet-server", "/opt");
  }

  @ParameterizedTest(name = "{0} asks before {1}")
  @CsvSource({
    "EVERY_NODE, 'a b c d', 'a: go|b: go|c: go|d: go'",
    "CANARY,     'a b',     'a: go|b, c, d: go'",
    "PER_ROLE,   'a',       'a, b, c, d: go'",
    "NONE,       '',        ''",
  })
  void asksBefore(GateFrequency frequency, String asked, String titles) {
    GateCalendar calendar = new GateCalendar(frequency);
    List<Node> before = GROUP.stream().filter(node -> calendar.asks(GROUP, node)).toList();

    assertThat(String.join(" ", before.stream().map(Node::name).toList())).isEqualTo(asked);
    assertThat(
            String.join(
                "|", before.stream().map(node -> calendar.title(GROUP, node, "go")).toList()))
        .isEqualTo(titles);
  }

  @ParameterizedTest
  @CsvSource({"EVERY_NODE", "CANARY", "PER_ROLE"})
  void aGroupOfOneIsAskedForOnce(GateFrequency frequency) {
    List<Node> one = List.of(node("a"));

    assertThat(new GateCalendar(frequency).asks(one, one.get(0))).isTrue();
    assertThat(new GateCalendar(frequency).title(one, one.get(0), "go")).isEqualTo("a: go");
  }
}
