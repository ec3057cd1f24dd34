package dev.lockkeeper.lab.databend.daemon;

import java.util.List;

/** What follows the program's name: {@code --name value}, {@code --name=value}, and words. */
final class Arguments {
  private final List<String> words;

  Arguments(String[] words) {
    this.words = List.of(words);
  }

  boolean has(String name) {
    return words.stream().anyMatch(word -> word.equals(name) || word.startsWith(name + "="));
  }

  String value(String name, String fallback) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals(name) && i + 1 < words.size()) {
        return words.get(i + 1);
      }
      if (words.get(i).startsWith(name + "=")) {
        return words.get(i).substring(name.length() + 1);
      }
    }
    return fallback;
  }

  /** The first word, such as a subcommand; empty if there is none. */
  String first() {
    return words.isEmpty() ? "" : words.get(0);
  }
}
