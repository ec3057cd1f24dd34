package dev.lockkeeper.workflows.request;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How an enum constant is written in an input and shown to people: {@code EVERY_NODE} as {@code
 * every-node}.
 */
public final class Words {
  private Words() {}

  /** The written form of a constant. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The written forms of all constants of a type, in their order. */
  static List<String> all(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(constant -> of((Enum<?>) constant)).toList();
  }
}
