package dev.lockkeeper.starter.pom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A pom, as its bytes are.
 *
 * @param name as it was given on the command line
 * @param text each byte as one character, so that it can be written back as it was
 */
record PomFile(String name, Path path, String text, XmlElement project) {
  /** The group of all that OpenMLDB publishes. */
  static final String GROUP = "com.4paradigm.openmldb";

  /** Which application a pom describes. */
  record Coordinates(String group, String artifact) {
    boolean known() {
      return !artifact.isEmpty();
    }

    @Override
    public String toString() {
      return group + ":" + artifact;
    }
  }

  /** Reads a pom that is there and can be changed. */
  static PomFile read(String name) throws BadPomException {
    try {
      Path path = Path.of(name);
      if (!Files.isRegularFile(path)) {
        throw new BadPomException(name, 1, "there is no such file");
      }
      byte[] bytes = Files.readAllBytes(path);
      return of(name, path.toRealPath(), bytes);
    } catch (InvalidPathException e) {
      throw new BadPomException(name, 1, "is not the name of a file: " + e.getReason());
    } catch (IOException e) {
      throw new BadPomException(name, 1, "cannot be read: " + e.getMessage());
    }
  }

  private static PomFile of(String name, Path path, byte[] bytes) throws BadPomException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.indexOf('\0') >= 0) {
      throw new BadPomException(name, 1, "is UTF-16 or no text; save it as UTF-8");
    }
    checkForm(name, bytes);
    XmlElement project = XmlReader.read(text);
    if (!project.name().equals("project")) {
      throw new BadPomException(name, 1, "is no pom: it begins with <" + project.name() + ">");
    }
    return new PomFile(name, path, text, project);
  }

  private static void checkForm(String name, byte[] bytes) throws BadPomException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
      while (reader.hasNext()) {
        reader.next();
      }
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
      String[] lines = String.valueOf(e.getMessage()).split("\n");
      throw new BadPomException(
          name, line, "is not XML: " + lines[lines.length - 1].replace("Message: ", ""));
    }
  }

  Coordinates coordinates() {
    return coordinates(project);
  }

  private Coordinates coordinates(XmlElement element) {
    String group = element.text("groupId");
    return new Coordinates(group.isEmpty() ? parent().group() : group, element.text("artifactId"));
  }

  /** Which pom this one inherits from; not known if it has no parent. */
  Coordinates parent() {
    return project.at("parent").stream()
        .findFirst()
        .map(parent -> new Coordinates(parent.text("groupId"), parent.text("artifactId")))
        .orElse(new Coordinates("", ""));
  }

  /** All artifacts of OpenMLDB, those of profiles, plugins and the managed ones too. */
  List<XmlElement> dependencies() {
    Stream.Builder<XmlElement> found = Stream.builder();
    project.visit(
        element -> {
          if (element.name().equals("dependency") && element.text("groupId").equals(GROUP)) {
            found.add(element);
          }
        });
    return found.build().toList();
  }

  /** Artifacts to which the pom gives a version for all that inherit or import it. */
  List<XmlElement> managed() {
    return Stream.concat(Stream.of(project), project.at("profiles", "profile").stream())
        .flatMap(part -> part.at("dependencyManagement", "dependencies", "dependency").stream())
        .filter(element -> element.text("groupId").equals(GROUP))
        .toList();
  }

  /** The property as it is set whatever profile is active. */
  List<XmlElement> settings(String property) {
    return project.at("properties", property);
  }

  /** The property as profiles set it. */
  List<XmlElement> settingsOfProfiles(String property) {
    return project.at("profiles", "profile", "properties", property);
  }

  /** The line of an offset, counted from 1. */
  int line(int offset) {
    return (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
  }

  PomMistake mistake(int offset, String message) {
    return new PomMistake(name, line(offset), message);
  }
}
