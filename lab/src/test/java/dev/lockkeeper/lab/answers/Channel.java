package dev.lockkeeper.lab.answers;

import dev.lockkeeper.workflows.model.Receipt;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;

/** How something is said to a run. */
enum Channel {
  SIGNAL {
    /** The server takes any signal; the sender learns nothing more. */
    @Override
    Optional<String> tell(WorkflowStub run, Verb verb, Record content) {
      run.signal(verb.signal(), content);
      return Optional.empty();
    }
  },
  UPDATE {
    @Override
    Optional<String> tell(WorkflowStub run, Verb verb, Record content) {
      try {
        run.update(verb.update(), Receipt.class, content);
        return Optional.empty();
      } catch (WorkflowUpdateException e) {
        if (e.getCause() instanceof ApplicationFailure failure) {
          return Optional.of(failure.getOriginalMessage());
        }
        throw e;
      }
    }
  };

  /**
   * @return why it was refused, if the sender is told so
   */
  abstract Optional<String> tell(WorkflowStub run, Verb verb, Record content);
}
