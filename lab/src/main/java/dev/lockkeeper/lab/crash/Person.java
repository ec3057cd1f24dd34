package dev.lockkeeper.lab.crash;

import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Question;

/** Who answers a blocked step. */
@FunctionalInterface
interface Person {
  /** Does what has to be done by hand, and says what shall be answered. */
  Choice answer(Lane lane, Question question) throws InterruptedException;
}
