package dev.lockkeeper.lab.answers;

/** What can be said as a signal and as an Update. */
enum Verb {
  APPROVE("approve", "approveGate"),
  REJECT("reject", "rejectGate"),
  ANSWER("answer", "answerStep"),
  AMEND("amend", "amendRun");

  private final String signal;
  private final String update;

  Verb(String signal, String update) {
    this.signal = signal;
    this.update = update;
  }

  String signal() {
    return signal;
  }

  String update() {
    return update;
  }
}
