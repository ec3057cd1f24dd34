package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenMLDB's Java clients in poms as applications have them. */
class ClientVersionTest {
  private static final String DIRECT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- <artifactId>openmldb-jdbc</artifactId><version>0.6.2</version> -->
      <project xmlns="http://maven.apache.org/POM/4.0.0"
               xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
               xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.acme</groupId>\t
          <artifactId>risk</artifactId><version>0.6.2</version>
          <name>Prüfung – Größe > 0</name>
          <dependencies>
              <dependency>
                  <groupId>com.4paradigm.openmldb</groupId>
                  <artifactId>openmldb-jdbc</artifactId>
                  <version>0.6.2</version>
                  <exclusions>
                      <exclusion><groupId>com.4paradigm.openmldb</groupId><artifactId>openmldb-native</artifactId></exclusion>
                  </exclusions>
              </dependency>
              <dependency><!-- for the developers' machines -->
                  <version> 0.6.2-macos <!-- was 0.5.3-macos --></version>
                  <artifactId>openmldb-native</artifactId>
                  <groupId>com.4paradigm.openmldb</groupId>
              </dependency>
              <dependency>
                  <groupId>org.postgresql</groupId>
                  <artifactId>postgresql</artifactId>
                  <version>0.6.2</version>
              </dependency>
          </dependencies>
      </project>""";

  private static final String PARENT =
      """
      <project>
        <parent>
          <groupId>org.springframework.boot</groupId>
          <artifactId>spring-boot-starter-parent</artifactId>
          <version>2.7.3</version>
        </parent>
        <groupId>com.acme</groupId>
        <artifactId>parent</artifactId>
        <version>1.0</version>
        <modules><module>risk</module><module>feed</module></modules>
        <properties>
          <openmldb.version>0.6.2</openmldb.version>
          <openmldb.native.version>${openmldb.version}</openmldb.native.version>
        </properties>
        <profiles>
          <profile>
            <id>mac</id>
            <activation><os><family>mac</family></os></activation>
            <properties>
              <openmldb.native.version>${openmldb.version}-macos</openmldb.native.version>
            </properties>
          </profile>
          <profile>
            <id>old-mac</id>
            <properties><openmldb.native.version>0.6.0-macos</openmldb.native.version></properties>
          </profile>
        </profiles>
        <dependencyManagement>
          <dependencies>
            <dependency>
              <groupId>com.4paradigm.openmldb</groupId>
              <artifactId>openmldb-jdbc</artifactId>
              <version>${openmldb.version}</version>
            </dependency>
          </dependencies>
        </dependencyManagement>
      </project>
      """;

  private static final String RISK =
      """
      <project>
        <parent>
          <groupId>com.acme</groupId>
          <artifactId>parent</artifactId>
          <version>1.0</version>
        </parent>
        <artifactId>risk</artifactId>
        <dependencies>
          <dependency>
            <groupId>com.4paradigm.openmldb</groupId>
            <artifactId>openmldb-jdbc</artifactId>
          </dependency>
          <dependency>
            <groupId>com.4paradigm.openmldb</groupId>
            <artifactId>openmldb-native</artifactId>
            <version>${openmldb.native.version}</version>
          </dependency>
        </dependencies>
      </project>
      """;

  @TempDir private Path directory;

  @Test
  void onlyTheVersionsOfTheTwoClientsChangeAndTheSuffixForMacOsStays() throws IOException {
    String pom = write("pom.xml", DIRECT);

    CommandLineRun run = run("--to", "0.9.2", pom);

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(read("pom.xml"))
        .isEqualTo(
            DIRECT
                .replace(
                    "<version>0.6.2</version>\n            <excl",
                    "<version>0.9.2</version>\n            <excl")
                .replace("> 0.6.2-macos <", "> 0.9.2-macos <"))
        .isNotEqualTo(DIRECT);
    assertThat(run.outLines())
        .containsSubsequence(
            "--- " + pom,
            "+++ " + pom,
            "-            <version>0.6.2</version>",
            "+            <version>0.9.2</version>",
            "-            <version> 0.6.2-macos <!-- was 0.5.3-macos --></version>",
            "+            <version> 0.9.2-macos <!-- was 0.5.3-macos --></version>",
            "1 pom changed; build the applications anew");
  }

  @Test
  void lineEndsOfWindowsMixedOnesAndBytesThatAreNoUtf8Stay() throws IOException {
    byte[] before =
        ("\u00ef\u00bb\u00bf" + DIRECT.replace("\n", "\r\n").replace("</name>\r", "</name>"))
            .replace("UTF-8", "ISO-8859-1")
            .replace("ü", "\u00fc")
            .replace("–", "-")
            .replace("\u00ef\u00bb\u00bf", "")
            .getBytes(StandardCharsets.ISO_8859_1);
    Path pom = Files.write(directory.resolve("pom.xml"), before);

    assertThat(run("--to", "0.9.2", pom.toString()).exit()).isZero();

    String after = Files.readString(pom, StandardCharsets.ISO_8859_1);
    assertThat(after.replace("0.9.2", "0.6.2").getBytes(StandardCharsets.ISO_8859_1))
        .isEqualTo(before);
    assertThat(after).contains("0.9.2</version>\r\n", "Prüfung", "</name>\n", " 0.9.2-macos <");
  }

  @Test
  void aDryRunShowsTheDifferenceWithItsSurroundingsAndWritesNothing() throws IOException {
    String pom = write("pom.xml", DIRECT);

    CommandLineRun dry = run("--to", "0.9.2", "--dry-run", pom);

    assertThat(dry.exit()).isZero();
    assertThat(read("pom.xml")).isEqualTo(DIRECT);
    assertThat(dry.outLines()).endsWith("1 pom would change (--dry-run)");
    assertThat(dry.outLines())
        .filteredOn(line -> line.startsWith("@@"))
        .containsExactly("@@ -11,13 +11,13 @@");
    assertThat(dry.outLines()).hasSize(2 + 1 + 13 + 2 + 1);
  }

  @Test
  void propertiesOfTheParentAndOfItsProfilesAreFollowedWhenItIsNamed() throws IOException {
    String parent = write("pom.xml", PARENT);
    String risk = write("risk/pom.xml", RISK);
    String feed = write("feed/pom.xml", RISK.replace(">risk<", ">feed<"));

    CommandLineRun run = run("--to", "0.9.2", risk, feed, parent);

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(read("pom.xml"))
        .isEqualTo(
            PARENT
                .replace("version>0.6.2<", "version>0.9.2<")
                .replace("0.6.0-macos", "0.9.2-macos"));
    assertThat(read("risk/pom.xml")).isEqualTo(RISK);
    assertThat(run.outLines()).contains("1 pom changed; build the applications anew");
  }

  @Test
  void aModulesOwnPropertyWinsOverThatOfItsParent() throws IOException {
    String parent = write("pom.xml", PARENT);
    String own =
        RISK.replace(
            "  <dependencies>",
            "  <properties><openmldb.version>0.5.3</openmldb.version></properties>\n  <dependencies>");
    String risk = write("risk/pom.xml", own);

    CommandLineRun run = run("--json", "--to", "0.9.2", risk, parent);

    assertThat(read("risk/pom.xml")).isEqualTo(own.replace("0.5.3", "0.9.2"));
    JsonNode outcome = new ObjectMapper().readTree(run.out());
    assertThat(outcome.path("written").asBoolean()).isTrue();
    assertThat(outcome.at("/poms/0/versions/0/subject").asText())
        .isEqualTo("property openmldb.version");
    assertThat(outcome.at("/poms/0/versions/0/from").asText()).isEqualTo("0.5.3");
    assertThat(outcome.at("/poms/0/versions/0/line").asInt()).isEqualTo(8);
  }

  @Test
  void whatIsSetInAPomThatWasNotNamedIsAskedForAndNothingIsWritten() throws IOException {
    String risk = write("risk/pom.xml", RISK);
    String direct = write("direct.xml", DIRECT);

    CommandLineRun run = run("--to", "0.9.2", direct, risk, directory + "/none.xml");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.outLines())
        .containsExactly(
            directory + "/none.xml:1 there is no such file",
            risk
                + ":9 openmldb-jdbc has no version here; name the pom that manages it too ("
                + risk
                + " inherits from com.acme:parent)",
            risk
                + ":16 openmldb-native is ${openmldb.native.version}, which no property here sets;"
                + " name the pom that sets it too ("
                + risk
                + " inherits from com.acme:parent)",
            "Nothing was written");
    assertThat(read("direct.xml")).isEqualTo(DIRECT);
  }

  @Test
  void aVersionThatIsManagedElsewhereIsAskedFor() throws IOException {
    String risk = write("pom.xml", RISK.replace("${openmldb.native.version}", "0.6.2"));

    CommandLineRun run = run("--to", "0.9.2", risk);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out())
        .contains(risk + ":9 openmldb-jdbc has no version here; name the pom that manages it too");
    assertThat(read("pom.xml")).contains("<version>0.6.2<");
  }

  @Test
  void aPropertyThatIsAlsoTheVersionOfSomethingElseIsLeftToAPerson() throws IOException {
    String shared =
        DIRECT
            .replace("<version>0.6.2</version>", "<version>${revision}</version>")
            .replace(
                "    <dependencies>",
                "    <properties><revision>0.6.2</revision><image>openmldb:${revision}</image></properties>\n"
                    + "    <dependencies>");
    String pom = write("pom.xml", shared);

    CommandLineRun run = run("--json", "--to", "0.9.2", pom);

    assertThat(run.exit()).isEqualTo(2);
    JsonNode outcome = new ObjectMapper().readTree(run.out());
    assertThat(outcome.path("mistakes")).hasSize(2);
    assertThat(outcome.at("/mistakes/0/line").asInt()).isEqualTo(8);
    assertThat(outcome.at("/mistakes/1/message").asText())
        .startsWith("${revision} is the version of something else as well");
    assertThat(outcome.at("/notes/0").asText()).endsWith("<image> changes with ${revision}");
    assertThat(read("pom.xml")).isEqualTo(shared);
  }

  @Test
  void allThatIsNoReleaseIsListedAtOnce() throws IOException {
    String odd =
        DIRECT
            .replace("> 0.6.2-macos <", ">[0.6,)<")
            .replace(
                "<version>0.6.2</version>\n            <excl",
                "<version>0.6.2-SNAPSHOT</version>\n            <excl");
    String pom = write("pom.xml", odd);
    String broken = write("broken.xml", "<project>\n<dependencies>\n</project>");
    String other = write("other.xml", "<settings/>");

    CommandLineRun run = run("--to", "0.9.2", pom, broken, other);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.outLines()).hasSize(5);
    assertThat(run.out())
        .contains(
            broken + ":3 is not XML: ",
            other + ":1 is no pom: it begins with <settings>",
            pom + ":14 openmldb-jdbc is \"0.6.2-SNAPSHOT\", of which only a person knows",
            pom + ":20 openmldb-native is \"[0.6,)\"");
  }

  @Test
  void aPropertyThatLeadsBackToItselfEndsTheSearch() throws IOException {
    String loop =
        PARENT.replace("<openmldb.version>0.6.2<", "<openmldb.version>${openmldb.native.version}<");

    CommandLineRun run = run("--to", "0.9.2", write("pom.xml", loop));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).contains("${openmldb.version} leads back to itself");
  }

  @Test
  void aPomWithoutTheClientsIsRefusedAndOneThatIsAtTheReleaseIsLeftAlone() throws IOException {
    String none = write("none.xml", "<project><artifactId>x</artifactId></project>");
    assertThat(run("--to", "0.9.2", none).out())
        .contains("names neither openmldb-jdbc nor openmldb-native");

    String done = write("pom.xml", DIRECT);
    CommandLineRun run = run("--to", "0.6.2", done);
    assertThat(run.exit()).isZero();
    assertThat(run.outLines()).containsExactly("All is at 0.6.2 already");

    assertThat(run("--to", "0.9.2-macos", done).err())
        .contains("--to \"0.9.2-macos\" is not a release such as 0.9.2");
  }

  private static CommandLineRun run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "openmldb";
    all[1] = "client-version";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return CommandLineRun.inPipe(all);
  }

  private String write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }
}
