package dev.lockkeeper.workflows.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.stream.Collectors;

/** An operator's input that cannot be used. Carries all mistakes, not just the first. */
public final class InvalidInputException extends JsonProcessingException {
  private static final long serialVersionUID = 1L;
  private final transient List<Mistake> mistakes;

  public InvalidInputException(List<Mistake> mistakes) {
    super(render(mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** Every mistake, in the order of the input. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /**
   * Without the name of a class: whoever prints the failure prints it for the person who made the
   * mistakes.
   */
  @Override
  public String toString() {
    return getOriginalMessage();
  }

  private static String render(List<Mistake> mistakes) {
    String head = mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes";
    return mistakes.stream()
        .map(mistake -> "- " + mistake)
        .collect(Collectors.joining("\n", head + " in the input:\n", ""));
  }
}
