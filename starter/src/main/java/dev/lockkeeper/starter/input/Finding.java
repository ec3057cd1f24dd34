package dev.lockkeeper.starter.input;

import dev.lockkeeper.workflows.request.Mistake;

/** A mistake and where it stands. */
public record Finding(String file, Place place, Mistake mistake) implements Comparable<Finding> {
  @Override
  public int compareTo(Finding other) {
    int byLine = Integer.compare(place.line(), other.place.line());
    return byLine != 0 ? byLine : Integer.compare(place.column(), other.place.column());
  }

  /** As editors and terminals make it a link: {@code file:line:column path: message}. */
  @Override
  public String toString() {
    if (place.option() != null) {
      return place.option() + ": " + mistake;
    }
    return file + ":" + place.line() + ":" + place.column() + " " + mistake;
  }
}
