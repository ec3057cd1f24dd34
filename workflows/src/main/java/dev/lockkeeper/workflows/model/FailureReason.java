package dev.lockkeeper.workflows.model;

/** Why a step could not be done. The names are the types of the failures that activities throw. */
public enum FailureReason {
  /** The node, or something it needs, did not answer for as long as the step is patient. */
  UNREACHABLE,
  /** It answered, but did not get where it should in the time it had. */
  TIMEOUT,
  /** The cluster is not in the state that the step needs or should have brought about. */
  UNHEALTHY,
  /** A command on the node ended with an error. */
  FAILED_COMMAND,
  /** A job's process is gone and left no result: the host went down or somebody killed it. */
  LOST,
  /** Something said no: credentials, a host key, a fence, a rule. */
  REFUSED,
  /** What was given cannot be used: a file, a version, an answer that cannot be read. */
  INVALID,
  /** A defect of Lockkeeper itself. */
  DEFECT
}
