package dev.lockkeeper.lab.kwdb;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.activities.kwdb.KwdbNodesActivities;
import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.sql.SqlProfiles;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.workflows.kwdb.KwdbNodes;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The activities as a workflow calls them, on a look-alike. */
final class KwdbActivities implements AutoCloseable {
  private final Attendant attendant = new Attendant();
  private final TestActivityEnvironment environment;
  private final KwdbNodes nodes;

  KwdbActivities(KwdbFixture kwdb, SqlProfile profile) {
    environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build())
                .build());
    environment.registerActivitiesImplementations(
        new KwdbNodesActivities(kwdb.connections(), new SqlProfiles(List.of(profile)), attendant));
    nodes =
        environment.newActivityStub(
            KwdbNodes.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(5))
                .setHeartbeatTimeout(Duration.ofMinutes(1))
                .build());
  }

  KwdbNodes nodes() {
    return nodes;
  }

  static Target target(KwdbNode node) {
    return new Target(
        new Node(
            node.name(), node.host().address(), node.host().port(), "node", "/usr/local/kaiwudb"),
        "lab");
  }

  /** What a call fails with, as a person reads it. */
  static String refusal(FailureReason reason, ThrowingCallable call) {
    ActivityFailure failure = catchThrowableOfType(ActivityFailure.class, call);
    if (failure == null || !(failure.getCause() instanceof ApplicationFailure cause)) {
      throw new AssertionError("it did not fail as it should", failure);
    }
    if (!cause.getType().equals(reason.name())) {
      throw new AssertionError(cause.getType() + " instead of " + reason, cause);
    }
    return cause.getOriginalMessage();
  }

  @Override
  public void close() {
    environment.close();
    attendant.close();
  }
}
