package dev.lockkeeper.starter.command;

import dev.lockkeeper.workflows.model.Fact;
import org.jspecify.annotations.Nullable;

/**
 * One thing the doctor looked at.
 *
 * @param advice what to do about it; absent when there is nothing to do
 */
record Check(Fact fact, @Nullable String advice) {
  static Check good(String name, String value) {
    return new Check(Fact.good(name, value), null);
  }

  static Check note(String name, String value, String advice) {
    return new Check(Fact.note(name, value), advice);
  }

  static Check bad(String name, String value, String advice) {
    return new Check(Fact.bad(name, value), advice);
  }

  boolean isBad() {
    return fact.weight() == Fact.Weight.BAD;
  }
}
