package dev.lockkeeper.starter.pom;

import dev.lockkeeper.workflows.model.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where poms say the version of OpenMLDB's Java clients: in the dependency itself, where it
 * is managed, or in properties of the same pom or of one that it inherits from.
 */
final class ClientVersions {
  /** "Update the java client version number in the pom file": these two, and no other artifact. */
  private static final Set<String> CLIENTS = Set.of("openmldb-jdbc", "openmldb-native");

  /** The native library for macOS is a version of its own, not a classifier. */
  private static final String SUFFIX = "(-macos)?";

  private static final Pattern RELEASE = Pattern.compile("[0-9]+(?:\\.[0-9]+)+" + SUFFIX);
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}]+)}(?:-macos)?");

  private final List<PomFile> poms;
  private final Version target;
  private final Map<String, Edit> edits = new LinkedHashMap<>();
  private final Set<PomMistake> mistakes = new LinkedHashSet<>();
  private final Set<String> properties = new LinkedHashSet<>();
  private boolean found;

  private ClientVersions(List<PomFile> poms, Version target) {
    this.poms = poms;
    this.target = target;
  }

  /** What is to be done. */
  record Findings(
      boolean any, List<Edit> edits, Set<String> properties, Set<PomMistake> mistakes) {}

  static Findings find(List<PomFile> poms, Version target) {
    ClientVersions versions = new ClientVersions(poms, target);
    poms.forEach(versions::search);
    return new Findings(
        versions.found,
        List.copyOf(versions.edits.values()),
        versions.properties,
        versions.mistakes);
  }

  private void search(PomFile pom) {
    for (XmlElement dependency : pom.dependencies()) {
      String artifact = dependency.text("artifactId");
      if (CLIENTS.contains(artifact)) {
        found = true;
        dependency.at("version").stream()
            .findFirst()
            .ifPresentOrElse(
                version -> resolve(pom, pom, version, artifact, Set.of()),
                () -> searchManager(pom, dependency, artifact));
      }
    }
  }

  private void searchManager(PomFile pom, XmlElement dependency, String artifact) {
    boolean managed =
        poms.stream()
            .flatMap(one -> one.managed().stream())
            .anyMatch(one -> one.text("artifactId").equals(artifact));
    if (!managed) {
      mistakes.add(
          pom.mistake(
              dependency.begin(),
              artifact + " has no version here; name the pom that manages it too" + hint(pom)));
    }
  }

  /**
   * @param reader whose properties count for it
   * @param place where it is written
   * @param seen properties that have led here
   */
  private void resolve(
      PomFile reader, PomFile place, XmlElement element, String subject, Set<String> seen) {
    Optional<Span> value = element.value();
    String text = value.map(Span::text).orElse("");
    Matcher release = RELEASE.matcher(text);
    Matcher reference = REFERENCE.matcher(text);
    if (value.isPresent() && release.matches()) {
      String suffix = release.group(1) == null ? "" : release.group(1);
      Edit edit = new Edit(place, subject, value.get(), target + suffix);
      edits.putIfAbsent(place.path() + ":" + edit.from().begin(), edit);
    } else if (reference.matches()) {
      follow(reader, place, element, subject, reference.group(1), seen);
    } else {
      mistakes.add(
          place.mistake(
              element.begin(),
              subject
                  + " is \""
                  + text
                  + "\", of which only a person knows what becomes; understood are a release such as"
                  + " 0.6.2, 0.6.2-macos and a property"));
    }
  }

  private void follow(
      PomFile reader,
      PomFile place,
      XmlElement element,
      String subject,
      String property,
      Set<String> seen) {
    Set<String> followed = new LinkedHashSet<>(seen);
    if (!followed.add(property)) {
      mistakes.add(place.mistake(element.begin(), "${" + property + "} leads back to itself"));
      return;
    }
    properties.add(property);
    List<Setting> settings = settings(reader, property);
    if (settings.isEmpty()) {
      mistakes.add(
          place.mistake(
              element.begin(),
              subject
                  + " is ${"
                  + property
                  + "}, which no property here sets; name the pom that sets it too"
                  + hint(topmost(reader))));
    }
    settings.forEach(
        setting ->
            resolve(reader, setting.pom(), setting.element(), "property " + property, followed));
  }

  private record Setting(PomFile pom, XmlElement element) {}

  /** The nearest pom wins; one whose profiles alone set it leaves the rest to its parent. */
  private List<Setting> settings(PomFile reader, String property) {
    List<Setting> settings = new ArrayList<>();
    for (PomFile pom : lineage(reader)) {
      pom.settingsOfProfiles(property).forEach(one -> settings.add(new Setting(pom, one)));
      List<XmlElement> always = pom.settings(property);
      always.forEach(one -> settings.add(new Setting(pom, one)));
      if (!always.isEmpty()) {
        break;
      }
    }
    return settings;
  }

  /** A pom and those it inherits from, as far as they were named. */
  private List<PomFile> lineage(PomFile pom) {
    List<PomFile> lineage = new ArrayList<>(List.of(pom));
    while (true) {
      PomFile.Coordinates parent = lineage.get(lineage.size() - 1).parent();
      Optional<PomFile> next =
          poms.stream()
              .filter(one -> parent.known() && one.coordinates().equals(parent))
              .filter(one -> !lineage.contains(one))
              .findFirst();
      if (next.isEmpty()) {
        return lineage;
      }
      lineage.add(next.get());
    }
  }

  private PomFile topmost(PomFile pom) {
    List<PomFile> lineage = lineage(pom);
    return lineage.get(lineage.size() - 1);
  }

  private static String hint(PomFile pom) {
    return pom.parent().known() ? " (" + pom.name() + " inherits from " + pom.parent() + ")" : "";
  }
}
