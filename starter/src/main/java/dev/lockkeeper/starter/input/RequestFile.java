package dev.lockkeeper.starter.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.request.InvalidInputException;
import dev.lockkeeper.workflows.request.Mistake;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a request from YAML or JSON text and reports all its mistakes at once. */
public final class RequestFile {
  private final String name;
  private final Map<String, Place> places;
  private final List<Finding> findings = new ArrayList<>();

  private RequestFile(String name, Map<String, Place> places) {
    this.name = name;
    this.places = places;
  }

  /**
   * Reads and checks a request.
   *
   * @param source the file's name and text
   * @param replacements values of the command line, applied before anything is checked
   * @throws BadInputException with all mistakes
   */
  public static CheckedRequest read(Source source, List<Replacement> replacements)
      throws BadInputException {
    YamlText.Document document = YamlText.parse(source);
    RequestFile file = new RequestFile(source.name(), document.places());
    document.mistakes().forEach(file::add);
    Product product = null;
    if (document.content() instanceof ObjectNode request) {
      replacements.forEach(replacement -> file.apply(replacement, request));
      product = file.check(request);
    } else {
      file.add(new Mistake("", "must be one object with fields such as product and cluster"));
    }
    if (product == null || !file.findings.isEmpty()) {
      throw new BadInputException(file.findings.stream().sorted().toList());
    }
    return new CheckedRequest(source.name(), product, document.content());
  }

  private void apply(Replacement replacement, ObjectNode request) {
    replacement
        .apply(request, places)
        .ifPresent(
            wrong ->
                findings.add(
                    new Finding(name, Place.option(replacement.option()), new Mistake("", wrong))));
  }

  private Product check(ObjectNode request) {
    JsonNode word = request.path("product");
    Optional<Product> product = Product.of(word.asText());
    if (word.isTextual() && product.isEmpty()) {
      add(
          new Mistake(
              "product",
              "\""
                  + word.asText()
                  + "\" cannot be upgraded by this release; it knows "
                  + Product.words()));
    }
    // The rest is the same for every product; without one it is read as the first one's.
    Product reader = product.orElse(Product.values()[0]);
    try {
      reader.check(request);
    } catch (InvalidInputException e) {
      e.mistakes().stream()
          .map(mistake -> withAbsolutePath(mistake, request))
          .filter(mistake -> !(mistake.path().equals("product") && word.isTextual()))
          .forEach(this::add);
    }
    return reader;
  }

  /** A relative path cannot work, because the archive is read by the worker. */
  private static Mistake withAbsolutePath(Mistake mistake, ObjectNode request) {
    String archive = request.path("release").path("archive").asText();
    if (!mistake.path().equals("release.archive") || !new File(archive).exists()) {
      return mistake;
    }
    return new Mistake(
        mistake.path(),
        mistake.message()
            + "; on this machine it is "
            + new File(archive).toPath().toAbsolutePath().normalize());
  }

  private void add(Mistake mistake) {
    Place place = placeOf(mistake.path());
    String message = mistake.message();
    if (places.containsKey(mistake.path()) && place.plain() != null) {
      message += " (the file says " + place.plain() + ")";
    }
    findings.add(new Finding(name, place, new Mistake(mistake.path(), message)));
  }

  /** A field that is missing has no place; its parent has. */
  private Place placeOf(String path) {
    String at = path;
    while (!places.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return places.getOrDefault(at, Place.at(1, 1));
  }
}
