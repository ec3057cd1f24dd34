package dev.lockkeeper.activities.plan;

import dev.lockkeeper.activities.job.PaperNode;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Rendering;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.DynamicActivity;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Answers for every activity type of {@link Rendering#typeFor}: calls the activity itself, on nodes
 * of paper, and gives the job that it would have run. So a plan shows what the run will do, and not
 * what somebody wrote about it.
 */
public final class Renderer implements DynamicActivity {
  private final Function<Nodes, List<Object>> activities;

  /**
   * @param activities makes all implementations, for nodes that are reached like this
   */
  public Renderer(Function<Nodes, List<Object>> activities) {
    this.activities = activities;
  }

  @Override
  public Object execute(EncodedValues arguments) {
    String type = Activity.getExecutionContext().getInfo().getActivityType();
    if (!type.startsWith(Rendering.PREFIX)) {
      throw failure("no activity of this worker is called " + type);
    }
    List<Rendering> taken = new ArrayList<>(1);
    String rendered = type.substring(Rendering.PREFIX.length());
    for (Object implementation : activities.apply(target -> new PaperNode(target, taken::add))) {
      for (Class<?> contract : implementation.getClass().getInterfaces()) {
        for (Method method : contract.getMethods()) {
          if (isCalled(contract, method, rendered)) {
            String end = call(implementation, method, arguments);
            if (taken.isEmpty()) {
              throw failure(rendered + " ended before it came to a job: " + end);
            }
            return taken.get(0);
          }
        }
      }
    }
    throw failure("no activity of this worker is called " + rendered);
  }

  private static boolean isCalled(Class<?> contract, Method method, String type) {
    ActivityMethod named = method.getAnnotation(ActivityMethod.class);
    return contract.isAnnotationPresent(ActivityInterface.class)
        && named != null
        && named.name().equals(type);
  }

  /** How it ended matters only if it came to no job: after one, paper has no answer for it. */
  private static String call(Object implementation, Method method, EncodedValues arguments) {
    Object[] values = new Object[method.getParameterCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          arguments.get(i, method.getParameterTypes()[i], method.getGenericParameterTypes()[i]);
    }
    try {
      method.invoke(implementation, values);
      return "it returned";
    } catch (InvocationTargetException e) {
      return String.valueOf(e.getCause().getMessage());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("an activity's method is not public: " + method, e);
    }
  }

  private static ApplicationFailure failure(String message) {
    return ApplicationFailure.newNonRetryableFailure(message, FailureReason.DEFECT.name());
  }
}
