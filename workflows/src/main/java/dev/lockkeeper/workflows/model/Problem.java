package dev.lockkeeper.workflows.model;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why an upgrade cannot go on as things are.
 *
 * @param check the name of the check that found it, by which a person can waive it; absent if
 *     nobody can
 */
public record Problem(String text, @Nullable String check) {
  /** One that has to be put right. */
  public static Problem blocking(String text) {
    return new Problem(text, null);
  }

  /** One that a named person may overrule in the request's waivers. */
  public static Problem waivable(String check, String text) {
    return new Problem(check + ": " + text, check);
  }

  /** As a list for people, a line each. */
  public static String lines(List<Problem> problems) {
    return problems.stream().map(problem -> "\n- " + problem.text()).collect(Collectors.joining());
  }
}
