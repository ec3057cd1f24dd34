package dev.lockkeeper.workflows.model;

/** What is asked. */
public enum QuestionKind {
  /** May this be done now? Answered by approve or reject. */
  GATE,
  /** This failed; what now? Answered by one of the choices. */
  BLOCKED
}
