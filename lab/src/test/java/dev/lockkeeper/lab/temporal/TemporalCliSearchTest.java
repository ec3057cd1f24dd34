package dev.lockkeeper.lab.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.temporal.TemporalCli.Found;
import dev.lockkeeper.lab.temporal.TemporalCli.Missing;
import dev.lockkeeper.lab.temporal.TemporalCli.Origin;
import dev.lockkeeper.lab.temporal.TemporalCli.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of the search, with small scripts in place of the programs. */
class TemporalCliSearchTest {
  private static final String TEMPORAL = "#!/bin/sh\necho 'temporal version 1.5.1'\n";

  @TempDir private Path home;
  private Path bin;
  private Path cached;
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void directories() throws IOException {
    bin = Files.createDirectories(home.resolve("programs"));
    cached = home.resolve(".cache/lockkeeper/bin/temporal");
  }

  @Test
  void theOneOnThePathComesFirst() throws Exception {
    Path onPath = script(bin.resolve("temporal"), TEMPORAL);
    script(cached, TEMPORAL);

    assertThat(search())
        .isEqualTo(
            new Found(new TemporalCli(onPath, Origin.SEARCH_PATH, "temporal version 1.5.1")));
  }

  @Test
  void anotherProgramOfThatNameIsPassedOver() throws Exception {
    script(bin.resolve("temporal"), "#!/bin/sh\necho 'temporal logic solver 3'\n");
    script(cached, TEMPORAL);

    assertThat(search())
        .isEqualTo(new Found(new TemporalCli(cached, Origin.CACHE, "temporal version 1.5.1")));
    assertThat(said).anyMatch(line -> line.contains("not a usable Temporal CLI"));
  }

  @Test
  void aCacheDirectoryOfTheUsersChoiceIsHonoured() throws Exception {
    Path elsewhere = script(home.resolve("elsewhere/lockkeeper/bin/temporal"), TEMPORAL);
    Map<String, String> environment = environment();
    environment.put("XDG_CACHE_HOME", home.resolve("elsewhere").toString());

    assertThat(new TemporalCliSearch(environment, said::add).find())
        .isEqualTo(new Found(new TemporalCli(elsewhere, Origin.CACHE, "temporal version 1.5.1")));
  }

  @Test
  void withoutProgramAndGoItSaysWhatToInstall() throws Exception {
    assertThat(search())
        .isInstanceOfSatisfying(
            Missing.class,
            missing ->
                assertThat(missing.reason())
                    .contains("no Temporal CLI on the PATH", "no Go", "--address"));
  }

  @Test
  void goBuildsItOnceEvenWhenTwoAskAtOnce() throws Exception {
    Path runs = home.resolve("runs");
    script(
        bin.resolve("go"),
        """
        #!/bin/sh
        echo "$@" >>%s
        printf '#!/bin/sh\\necho temporal version 1.5.1\\n' >"$GOBIN/temporal"
        chmod +x "$GOBIN/temporal"
        """
            .formatted(runs));

    List<Search> both = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Search> one = this::search;
      for (Future<Search> result : threads.invokeAll(List.of(one, one))) {
        both.add(result.get());
      }
    } finally {
      threads.shutdownNow();
    }

    // The later one may have waited for the build or come when it was over.
    assertThat(both)
        .hasSize(2)
        .allSatisfy(
            search ->
                assertThat(search)
                    .isInstanceOfSatisfying(
                        Found.class,
                        found -> assertThat(found.cli().executable()).isEqualTo(cached)));
    assertThat(Files.readAllLines(runs))
        .singleElement()
        .asString()
        .contains("install", "github.com/temporalio/cli/cmd/temporal@v1.5.1");
    try (Stream<Path> left = Files.list(cached.getParent())) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("temporal", "temporal.lock", "temporal-build.log");
    }
  }

  @Test
  void aFailedBuildShowsGosOwnWordsAndLeavesNothing() throws Exception {
    script(bin.resolve("go"), "#!/bin/sh\necho 'no space left on device'\nexit 1\n");

    assertThat(search())
        .isInstanceOfSatisfying(
            Missing.class,
            missing ->
                assertThat(missing.reason())
                    .contains("exit status 1", "no space left on device", "temporal-build.log"));
    try (Stream<Path> left = Files.list(cached.getParent())) {
      assertThat(left).noneMatch(Files::isDirectory);
    }
  }

  private Search search() throws InterruptedException {
    return new TemporalCliSearch(environment(), said::add).find();
  }

  private Map<String, String> environment() {
    return new HashMap<>(Map.of("PATH", bin.toString(), "HOME", home.toString()));
  }

  private static Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
