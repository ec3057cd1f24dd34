package dev.lockkeeper.starter.view;

/** Colours text for a terminal, and leaves it alone anywhere else. */
public record Ink(boolean coloured) {
  public String bold(String text) {
    return code("1", text);
  }

  public String dim(String text) {
    return code("2", text);
  }

  public String good(String text) {
    return code("32", text);
  }

  public String attention(String text) {
    return code("33", text);
  }

  public String bad(String text) {
    return code("31", text);
  }

  private String code(String code, String text) {
    return coloured && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
