package dev.lockkeeper.lab.lookalike.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Lines of {@code key=value} words; without regular expressions, which cost a start 10 ms. */
final class Words {

  private Words() {}

  /** The words of a line by their keys; what has no {@code =} is left out. */
  static Map<String, String> parse(String line) {
    Map<String, String> words = new TreeMap<>();
    for (String word : split(line, ' ')) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        words.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return words;
  }

  /** The parts between the separators that are not empty. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int begin = 0;
    while (begin < text.length()) {
      int end = text.indexOf(separator, begin);
      end = end < 0 ? text.length() : end;
      if (end > begin) {
        parts.add(text.substring(begin, end));
      }
      begin = end + 1;
    }
    return parts;
  }

  static SortedSet<Integer> ids(String text) {
    SortedSet<Integer> ids = new TreeSet<>();
    for (String id : split(text, ',')) {
      ids.add(Integer.valueOf(id));
    }
    return ids;
  }

  static void writeIds(StringBuilder line, Collection<Integer> ids) {
    String separator = "";
    for (int id : ids) {
      line.append(separator).append(id);
      separator = ",";
    }
  }
}
