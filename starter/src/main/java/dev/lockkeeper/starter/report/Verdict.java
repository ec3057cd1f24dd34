package dev.lockkeeper.starter.report;

/** What came of looking whether a stored report is as it was written. */
public sealed interface Verdict {
  /**
   * Nothing was changed, unless all of it was written anew: the head tells.
   *
   * @param entries how many there are
   */
  record Intact(int entries, String head, Summary summary) implements Verdict {}

  /**
   * It was changed.
   *
   * @param where the first place that does not fit
   * @param what does not fit there
   */
  record Changed(String where, String what) implements Verdict {}

  /** It does not carry what it would take. */
  record NotVerifiable(String why) implements Verdict {}
}
