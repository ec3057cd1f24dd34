package dev.lockkeeper.workflows;

import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.Rendering;
import io.temporal.activity.Activity;
import io.temporal.activity.DynamicActivity;
import io.temporal.common.converter.EncodedValues;

/** Shows a script for every job, and runs none. */
public final class FakeRenderer implements DynamicActivity {
  @Override
  public Object execute(EncodedValues arguments) {
    String type =
        Activity.getExecutionContext()
            .getInfo()
            .getActivityType()
            .substring(Rendering.PREFIX.length());
    JobName job = arguments.get(0, JobName.class);
    return new Rendering("of " + type + " on " + job.node(), "body of " + type);
  }
}
