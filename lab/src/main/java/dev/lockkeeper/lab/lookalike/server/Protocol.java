package dev.lockkeeper.lab.lookalike.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines that a node understands, and its answers: one line each. */
final class Protocol {

  private final Member member;

  Protocol(Member member) {
    this.member = member;
  }

  /** The answer to a line; one that begins with {@code error} when it was not understood. */
  String answer(String line) {
    if (line.startsWith("gossip ")) {
      member.hear(line);
      return member.gossip();
    }
    List<String> words = Words.split(line, ' ');
    String command = words.isEmpty() ? "" : words.get(0);
    if (command.equals("state") && words.size() == 1) {
      return member.state();
    }
    if (command.equals("get") && words.size() == 2) {
      @Nullable String value = member.get(words.get(1));
      return value == null ? noSetting(words.get(1)) : value;
    }
    if (command.equals("set") && words.size() == 3) {
      return set(words.get(1), words.get(2));
    }
    return "error: write state, get NAME or set NAME VALUE";
  }

  private String set(String name, String value) {
    if (member.get(name) == null) {
      return noSetting(name);
    }
    if (!value.equals("on") && !value.equals("off")) {
      return String.join("", "error: ", name, " is on or off, not ", value);
    }
    member.set(name, value);
    return "ok";
  }

  private static String noSetting(String name) {
    return "error: there is no setting ".concat(name);
  }
}
