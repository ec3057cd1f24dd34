package dev.lockkeeper.starter.input;

import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in what the operator wrote.
 *
 * @param line counted from 1; 0 for an option of the command line
 * @param column counted from 1
 * @param plain what the file says, where YAML reads it as something that is written otherwise
 * @param option the command line option that set it; absent for a value of the file
 */
public record Place(int line, int column, @Nullable String plain, @Nullable String option) {
  static Place at(int line, int column) {
    return new Place(line, column, null, null);
  }

  static Place option(String option) {
    return new Place(0, 0, null, option);
  }

  Place reading(String text) {
    return new Place(line, column, text, option);
  }
}
