package dev.lockkeeper.workflows.runbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Plan;
import dev.lockkeeper.workflows.model.PlanEntry;
import dev.lockkeeper.workflows.model.PlannedJob;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.ProductRequest;
import dev.lockkeeper.workflows.model.Rendering;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a procedure on paper. What only looks is done; everything else is written down, and
 * the procedure goes on with what it would have come to.
 */
final class Planning {
  private final List<PlanEntry> entries = new ArrayList<>();
  private final Map<String, String> scripts = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * A step as far as a plan cares.
   *
   * @param supposed what the procedure goes on with instead of doing it; absent for what the return
   *     type says
   */
  record PlannedStep(
      String phase,
      @Nullable Node node,
      String title,
      ActivityOptions options,
      @Nullable Supplier<?> supposed) {
    PlanEntry entry(PlanEntry.Kind kind, @Nullable PlannedJob job) {
      return new PlanEntry(kind, phase, node == null ? null : node.name(), title, null, null, job);
    }
  }

  /**
   * What came of a step.
   *
   * @param seen whether it was really looked at
   */
  record Result<T>(T value, boolean seen) {}

  /** Does a step if it only looks, else writes it down. */
  <A, T> Result<T> perform(Class<A> activities, PlannedStep step, Function<A, T> call) {
    Pen<A> pen = new Pen<>(activities, step);
    T value = call.apply(pen.stub());
    return new Result<>(value, pen.seen);
  }

  void gate(
      String phase,
      @Nullable Node node,
      String id,
      String title,
      String detail,
      Evidence evidence) {
    entries.add(
        new PlanEntry(
            PlanEntry.Kind.GATE,
            phase,
            node == null ? null : node.name(),
            "Gate " + id + ": " + title,
            evidence,
            detail.isEmpty() ? null : detail,
            null));
  }

  void rest(String phase, String why) {
    entries.add(new PlanEntry(PlanEntry.Kind.REST, phase, null, why, null, null, null));
  }

  void problem(Problem problem) {
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  boolean hasProblems() {
    return !problems.isEmpty();
  }

  Plan plan(ProductRequest request) {
    return new Plan(
        List.copyOf(entries), Map.copyOf(scripts), List.copyOf(problems), hash(request));
  }

  /** Evidence and texts at gates have figures that change from minute to minute. */
  private String hash(ProductRequest request) {
    StringBuilder text = new StringBuilder(json(request));
    for (PlanEntry entry : entries) {
      Evidence evidence = entry.evidence();
      text.append('\n')
          .append(json(entry.entryForHash()))
          .append(evidence == null ? "" : evidence.safe() ? " safe" : " unsafe");
    }
    problems.forEach(problem -> text.append('\n').append(problem.text()));
    return sha256(text.toString());
  }

  private static String json(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Stands in for the activities of one step. */
  private final class Pen<A> {
    private final Class<A> activities;
    private final PlannedStep step;
    private boolean seen;

    Pen(Class<A> activities, PlannedStep step) {
      this.activities = activities;
      this.step = step;
    }

    A stub() {
      return activities.cast(
          Proxy.newProxyInstance(
              activities.getClassLoader(),
              new Class<?>[] {activities},
              (proxy, method, arguments) ->
                  answer(method, arguments == null ? new Object[0] : arguments)));
    }

    private @Nullable Object answer(Method method, Object[] arguments) throws Throwable {
      boolean looks = method.isAnnotationPresent(Looks.class);
      if (looks && step.supposed() == null) {
        seen = true;
        entries.add(step.entry(PlanEntry.Kind.LOOK, null));
        return look(method, arguments);
      }
      entries.add(
          step.entry(looks ? PlanEntry.Kind.CHECK : PlanEntry.Kind.CHANGE, job(method, arguments)));
      return step.supposed() == null ? usual(method) : step.supposed().get();
    }

    private Object look(Method method, Object[] arguments) throws Throwable {
      try {
        return method.invoke(Workflow.newActivityStub(activities, step.options()), arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private @Nullable PlannedJob job(Method method, Object[] arguments) {
      if (arguments.length == 0 || !(arguments[0] instanceof JobName)) {
        return null;
      }
      try {
        Rendering rendering =
            Workflow.newUntypedActivityStub(step.options())
                .execute(Rendering.typeFor(type(method)), Rendering.class, arguments);
        String hash = sha256(rendering.body());
        scripts.put(hash, rendering.body());
        return new PlannedJob(rendering.arguments(), hash);
      } catch (ActivityFailure e) {
        problem(
            Problem.blocking(
                "the script of \"" + step.title() + "\" cannot be shown: " + Failures.read(e)));
        return null;
      }
    }

    private String type(Method method) {
      ActivityMethod named = method.getAnnotation(ActivityMethod.class);
      if (named == null || named.name().isEmpty()) {
        throw new IllegalStateException(method + " has no name as an activity");
      }
      return named.name();
    }

    private Object usual(Method method) {
      if (method.getReturnType() == JobResult.class) {
        return new JobResult(0, 0, List.of(), "", "");
      }
      if (method.getReturnType() == String.class) {
        return "";
      }
      if (method.getReturnType() == Evidence.class) {
        return new Evidence(List.of(), RunClock.now());
      }
      throw new IllegalStateException(
          "a plan needs to know what " + method + " comes to: say it with supposing()");
    }
  }
}
