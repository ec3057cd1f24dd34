package dev.lockkeeper.activities.openmldb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Answers with texts, one per call and the last one for ever, and notes what it was asked. */
final class PlayedBinary implements OpenMldbBinary {
  private final Deque<Printed> answers = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();

  static PlayedBinary saying(String... outputs) {
    PlayedBinary binary = new PlayedBinary();
    for (String output : outputs) {
      binary.answers.add(new Printed(output, "", false));
    }
    return binary;
  }

  static PlayedBinary printing(Printed printed) {
    PlayedBinary binary = new PlayedBinary();
    binary.answers.add(printed);
    return binary;
  }

  @Override
  public Printed run(List<String> flags, String input) {
    calls.add(String.join(" ", flags) + (input.isEmpty() ? "" : " <" + input));
    Printed answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    return answer;
  }

  List<String> calls() {
    return calls;
  }

  /** The text of {@code <family>/<name>.txt}. */
  static String sample(String family, String name) {
    String file = family + "/" + name + ".txt";
    try (InputStream text = PlayedBinary.class.getResourceAsStream(file)) {
      if (text == null) {
        throw new IllegalArgumentException("no sample " + file);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
