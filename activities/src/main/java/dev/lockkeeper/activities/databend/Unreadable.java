package dev.lockkeeper.activities.databend;

/**
 * Databend said something that cannot be understood. That counts as unsafe, never as fine; the
 * message tells what was expected and quotes what came.
 */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int QUOTED = 200;

  Unreadable(String expected, String text) {
    super("expected " + expected + " but got: " + quoted(text));
  }

  private static String quoted(String text) {
    String plain = text.strip();
    if (plain.isEmpty()) {
      return "nothing";
    }
    return plain.length() <= QUOTED ? plain : plain.substring(0, QUOTED) + "…";
  }
}
