package dev.lockkeeper.starter.pom;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What else goes by a property that gets a new value. The version of something else must not change
 * with OpenMLDB's; anything but a version is shown to a person.
 */
record OtherUses(List<PomMistake> mistakes, List<String> notes) {
  static OtherUses find(List<PomFile> poms, Set<String> properties) {
    OtherUses uses = new OtherUses(new ArrayList<>(), new ArrayList<>());
    poms.forEach(pom -> uses.search(pom, properties));
    return uses;
  }

  private void search(PomFile pom, Set<String> properties) {
    Set<XmlElement> own = own(pom, properties);
    pom.project()
        .visit(
            element -> {
              if (!own.contains(element)) {
                properties.stream()
                    .filter(property -> mentions(element, property))
                    .forEach(property -> judge(pom, element, property));
              }
            });
  }

  /** Versions of OpenMLDB's artifacts, and the properties that are changed themselves. */
  private static Set<XmlElement> own(PomFile pom, Set<String> properties) {
    Set<XmlElement> own = new HashSet<>();
    pom.dependencies().forEach(dependency -> own.addAll(dependency.at("version")));
    for (String property : properties) {
      own.addAll(pom.settings(property));
      own.addAll(pom.settingsOfProfiles(property));
    }
    return own;
  }

  private static boolean mentions(XmlElement element, String property) {
    return element.value().filter(it -> it.text().contains("${" + property + "}")).isPresent();
  }

  private void judge(PomFile pom, XmlElement element, String property) {
    if (element.name().equals("version")) {
      mistakes.add(
          pom.mistake(
              element.begin(),
              "${"
                  + property
                  + "} is the version of something else as well; give OpenMLDB's clients a property of"
                  + " their own"));
    } else {
      notes.add(
          pom.name()
              + ":"
              + pom.line(element.begin())
              + " <"
              + element.name()
              + "> changes with ${"
              + property
              + "}");
    }
  }
}
