package dev.lockkeeper.workflows.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.model.Amendment;
import dev.lockkeeper.workflows.model.GateFrequency;
import dev.lockkeeper.workflows.model.GatePolicy;
import dev.lockkeeper.workflows.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CourseTest {
  private static final List<Node> GROUP =
      Stream.of("a", "b", "c", "d").map(CourseTest::node).toList();

  private static Node node(String name) {
    return new Node(name, name, 22, "tablet-server", "/opt");
  }

  private static Course course(GateFrequency frequency) {
    return new Course(new GatePolicy(frequency, 1, List.of(), null));
  }

  private static Amendment amendment(@Nullable GateFrequency policy, @Nullable List<String> order) {
    return new Amendment("ann", policy, null, null, null, order, null);
  }

  /** The gates' titles while the course goes over the group. */
  private static List<String> titles(Course course, List<Node> group) {
    List<String> titles = new ArrayList<>();
    Course.Leg leg = course.over("leg", group);
    for (Optional<Node> node = leg.next(); node.isPresent(); node = leg.next()) {
      if (course.asks(node.get())) {
        titles.add(course.title(node.get(), "go"));
      }
      leg.finished(node.get());
    }
    leg.end();
    return titles;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "EVERY_NODE, 'a: go|b: go|c: go|d: go'",
    "CANARY,     'a: go|b, c, d: go'",
    "PER_ROLE,   'a, b, c, d: go'",
    "NONE,       ''",
  })
  void asksBeforeTheNodesThatThePolicyNames(GateFrequency frequency, String titles) {
    assertThat(String.join("|", titles(course(frequency), GROUP))).isEqualTo(titles);
  }

  @ParameterizedTest
  @CsvSource({"EVERY_NODE", "CANARY", "PER_ROLE"})
  void aGroupOfOneIsAskedForOnce(GateFrequency frequency) {
    assertThat(titles(course(frequency), GROUP.subList(0, 1))).containsExactly("a: go");
  }

  @Test
  void anAmendedOrderMovesTheNodesItNamesToTheFront() {
    Course course = course(GateFrequency.EVERY_NODE);
    course.amend(amendment(null, List.of("d", "b")));

    assertThat(titles(course, GROUP)).containsExactly("d: go", "b: go", "a: go", "c: go");
  }

  @Test
  void anAmendedPolicyCountsFromTheNextNodeOn() {
    Course course = course(GateFrequency.EVERY_NODE);
    Course.Leg leg = course.over("leg", GROUP);
    leg.finished(leg.next().orElseThrow());

    course.amend(amendment(GateFrequency.CANARY, null));

    Node second = leg.next().orElseThrow();
    assertThat(course.title(second, "go")).isEqualTo("b, c, d: go");
    leg.finished(second);
    assertThat(course.asks(leg.next().orElseThrow())).isFalse();
  }

  @Test
  void aContinuedCourseLeavesOutWhatIsBehind() {
    Course course = course(GateFrequency.CANARY);
    Course.Leg leg = course.over("leg", GROUP);
    leg.finished(leg.next().orElseThrow());
    leg.finished(leg.next().orElseThrow());

    assertThat(titles(new Course(course.carry()), GROUP)).isEmpty();
    assertThat(new Course(course.carry()).over("leg", GROUP).next()).contains(GROUP.get(2));
    assertThat(new Course(course.carry()).over("another", GROUP).next()).contains(GROUP.get(0));
  }

  @Test
  void anAmendmentThatMakesNoSenseIsRefused() {
    Course course = new Course(new GatePolicy(GateFrequency.EVERY_NODE, 2, List.of(), null));

    assertThat(course.objection(amendment(null, null)).orElseThrow()).contains("changes nothing");
    assertThat(
            course.objection(new Amendment("ann", null, 0, null, null, null, null)).orElseThrow())
        .contains("at least 1");
    assertThat(
            course
                .objection(
                    new Amendment("ann", null, null, List.of("ann", "Ann"), null, null, null))
                .orElseThrow())
        .contains("fewer people");
    assertThat(course.objection(amendment(GateFrequency.NONE, null))).isEmpty();
  }
}
