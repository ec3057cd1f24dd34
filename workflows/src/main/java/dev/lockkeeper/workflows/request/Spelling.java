package dev.lockkeeper.workflows.request;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known word somebody meant. */
final class Spelling {
  private static final int LARGEST_DISTANCE = 3;

  private Spelling() {}

  static Optional<String> closest(String word, Collection<String> known) {
    return known.stream()
        .filter(
            candidate ->
                distance(word, candidate) <= Math.min(LARGEST_DISTANCE, candidate.length() / 2))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /**
   * Levenshtein's edit distance, without regard to case; two neighbours that are swapped count as
   * one mistake.
   */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    int[] beforePrevious = previous;
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
        if (i > 1 && j > 1 && swapped(a, i, b, j)) {
          current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
        }
      }
      beforePrevious = previous;
      previous = current;
    }
    return previous[b.length()];
  }

  private static boolean swapped(String a, int i, String b, int j) {
    return a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
