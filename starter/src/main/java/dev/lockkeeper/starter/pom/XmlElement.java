package dev.lockkeeper.starter.pom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An element of a file, with the places of its texts. */
final class XmlElement {
  private final String name;
  private final int begin;
  private final List<XmlElement> children = new ArrayList<>();
  private final List<Span> texts = new ArrayList<>();

  /**
   * @param name without a prefix
   * @param begin offset of its start tag
   */
  XmlElement(String name, int begin) {
    this.name = name;
    this.begin = begin;
  }

  void add(XmlElement child) {
    children.add(child);
  }

  void add(Span text) {
    Span stripped = text.stripped();
    if (!stripped.text().isEmpty()) {
      texts.add(stripped);
    }
  }

  String name() {
    return name;
  }

  int begin() {
    return begin;
  }

  List<XmlElement> children() {
    return children;
  }

  /** The elements that a way of names leads to. */
  List<XmlElement> at(String... names) {
    List<XmlElement> found = List.of(this);
    for (String step : names) {
      found =
          found.stream()
              .flatMap(element -> element.children.stream())
              .filter(child -> child.name.equals(step))
              .toList();
    }
    return found;
  }

  /** The text of an element that has nothing but one; comments beside it do not count. */
  Optional<Span> value() {
    return children.isEmpty() && texts.size() == 1 ? Optional.of(texts.get(0)) : Optional.empty();
  }

  /** The text of a child; empty if there is none. */
  String text(String child) {
    return at(child).stream().findFirst().flatMap(XmlElement::value).map(Span::text).orElse("");
  }

  /** Goes to this element and all below it. */
  void visit(Consumer<XmlElement> visitor) {
    visitor.accept(this);
    children.forEach(child -> child.visit(visitor));
  }
}
