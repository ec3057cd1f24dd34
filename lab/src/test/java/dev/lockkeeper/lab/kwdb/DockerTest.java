package dev.lockkeeper.lab.kwdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.activities.kwdb.ComposeChange;
import dev.lockkeeper.activities.kwdb.ComposeFile;
import dev.lockkeeper.activities.kwdb.ContainerChange;
import dev.lockkeeper.activities.kwdb.ContainerInspect;
import dev.lockkeeper.activities.kwdb.ContainerParameters;
import dev.lockkeeper.activities.kwdb.DockerRun;
import dev.lockkeeper.activities.kwdb.KwbaseVersion;
import dev.lockkeeper.activities.kwdb.KwdbScripts;
import dev.lockkeeper.activities.kwdb.StoreCheck;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.KwdbRequest;
import dev.lockkeeper.workflows.kwdb.NodeInspection;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Version;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/** A node in a container: by Docker's commands, and by Compose. */
@EnabledIf("dev.lockkeeper.lab.host.NamespaceNetwork#isPossible")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerTest {
  private static final String DATA = "/home/fluss/data";
  private static final String FILE = "/home/fluss/stack/docker-compose.yml";
  private static final String COMPOSE =
      """
      services:
        db:   # ours
          image: kwdb/kwdb:3.0.0
          container_name: kwdb
          ports: ["26257:26257", "8080:8080"]
          volumes: ["/home/fluss/data:/kaiwudb/deploy/kwdb-container"]
          command: ["./kwbase", "start-single-node", "--insecure", "--listen-addr=0.0.0.0:26257", "--http-addr=0.0.0.0:8080", "--store=/kaiwudb/deploy/kwdb-container"]
      """;
  private static final String RUN =
      """
      docker run -d --privileged --name kwdb --ulimit memlock=-1 --ulimit nofile=1048576 \
        -p 26257:26257 -p 8080:8080 -e KWDB_TOKEN=s3cret \
        -v /home/fluss/data:/kaiwudb/deploy/kwdb-container --ipc shareable -w /kaiwudb/bin \
        kwdb/kwdb:3.0.0 ./kwbase start-single-node --insecure --listen-addr=0.0.0.0:26257 \
        --http-addr=0.0.0.0:8080 --store=/kaiwudb/deploy/kwdb-container
      """;

  private KwdbFixture kwdb;
  private KwdbNode node;

  @BeforeAll
  void open() {
    kwdb =
        KwdbFixture.open(
            KwdbPlan.of(KwdbTopology.STANDALONE, KwdbVersion.V3_0_0)
                .with(KwdbPlan.Programs.DOCKER_ONLY));
    node = kwdb.node(1);
  }

  @AfterEach
  void remove() throws Exception {
    ok(
        "for c in $(docker ps | cut -f 1); do docker rm -f $c; done; docker rmi kwdb/kwdb:3.1.0; rm -rf data stack environment");
    node.end(Lie.NEVER_LISTENS);
  }

  @AfterAll
  void close() {
    kwdb.close();
  }

  @Test
  void aContainerIsReplacedByOneThatIsAlike() throws Exception {
    startContainer();
    ContainerParameters old = inspect();
    assertThat(StoreCheck.mountOfStore(old).source()).isEqualTo(DATA);
    kwdb.ssh(node).write(DockerRun.environmentFile(old), "environment", 0600);

    JobResult result = replace(old, "", Duration.ofSeconds(40));

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.marks())
        .extracting(Mark::name)
        .containsExactly("stopping", "stopped", "starting", "listening");
    assertThat(KwbaseVersion.read(ok("docker exec kwdb ./kwbase version")))
        .isEqualTo(Version.of("3.1.0"));
    ContainerParameters now = inspect();
    assertThat(now.image()).isEqualTo("kwdb/kwdb:3.1.0");
    assertThat(now.options()).isEqualTo(old.options());
    assertThat(now.mounts()).isEqualTo(old.mounts());
    assertThat(now.environment()).isEqualTo(old.environment());
    assertThat(now.command()).isEqualTo(old.command());
    assertThat(ok("ls data; docker ps")).contains("mine").doesNotContain("before-3.1.0");
    assertThat(ok("docker images")).contains("lockkeeper/rollback:kwdb-before");

    JobResult again = replace(old, "", Duration.ofSeconds(40));
    assertThat(again.output()).contains("kwdb runs kwdb/kwdb:3.1.0 already");
  }

  @Test
  void anImageThatCannotBeHadStopsNothing() throws Exception {
    startContainer();

    JobResult result = replace(inspect(), "/home/fluss/absent.tar", Duration.ofSeconds(5));

    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.marks()).isEmpty();
    assertThat(ok("docker ps")).contains("kwdb\tUp");
  }

  @Test
  void whenTheNewContainerDoesNotServeTheOldOneComesBack() throws Exception {
    startContainer();
    ContainerParameters old = inspect();
    kwdb.ssh(node).write(DockerRun.environmentFile(old), "environment", 0600);
    node.begin(Lie.NEVER_LISTENS);

    JobResult result =
        replace(old, kwdb.cluster().imageArchive(KwdbVersion.V3_1_0), Duration.ofSeconds(1));

    assertThat(result.exit()).as(result.output()).isEqualTo(8);
    assertThat(result.output()).contains("the old container was started again");
    assertThat(inspect().image()).isEqualTo("kwdb/kwdb:3.0.0");
    assertThat(ok("ls data")).contains("mine");
  }

  @Test
  void aComposeFileComesUpWithTheNewImageAndKeepsItsLayout() throws Exception {
    startStack(COMPOSE);
    ContainerParameters old = inspect();
    assertThat(old.ofCompose()).isTrue();
    assertThat(StoreCheck.mountOfStore(old).source()).isEqualTo(DATA);
    String text = ok("cat " + FILE);
    ComposeChange change =
        ComposeFile.read(FILE, text).withImage(old.composeService(), "kwdb/kwdb:3.1.0");
    String sum = ok("sha256sum < " + FILE).split(" ")[0];
    kwdb.ssh(node).write(change.text(), FILE + ".lockkeeper-new", 0644);

    JobResult result =
        kwdb.job(node, KwdbScripts.composeUp(change("", Duration.ofSeconds(40)), FILE, sum));

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(inspect().image()).isEqualTo("kwdb/kwdb:3.1.0");
    assertThat(ok("cat " + FILE)).isEqualTo(COMPOSE.replace("3.0.0", "3.1.0"));
    assertThat(ok("ls data")).contains("mine");
  }

  @Test
  void aComposeFileThatSomebodyChangedMeanwhileIsLeftAlone() throws Exception {
    startStack(COMPOSE);
    String sum = ok("sha256sum < " + FILE).split(" ")[0];
    kwdb.ssh(node).write(COMPOSE.replace("3.0.0", "3.1.0"), FILE + ".lockkeeper-new", 0644);
    ok("echo '# mine' >> " + FILE);

    JobResult result =
        kwdb.job(node, KwdbScripts.composeUp(change("", Duration.ofSeconds(5)), FILE, sum));

    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.output()).contains("was changed since it was read; nothing was stopped");
    assertThat(ok("docker ps")).contains("kwdb\tUp");
  }

  @Test
  void withoutAVolumeComposeDownDestroysTheDataAndTheCheckRefusesIt() throws Exception {
    startStack(COMPOSE.replaceAll("(?m)^ *volumes:.*\n", ""));
    String marked = "find /var/lib/kwdb-lab-docker/containers -name mine";
    ok("touch $(dirname $(find /var/lib/kwdb-lab-docker/containers -name CLUSTERID))/mine");
    assertThat(ok(marked)).isNotEmpty();

    assertThatThrownBy(() -> StoreCheck.mountOfStore(inspect()))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("would destroy the data");

    try (KwdbActivities activities = new KwdbActivities(kwdb, KwdbFixture.ROOT)) {
      assertThat(inspection(activities).problems())
          .anyMatch(problem -> problem.contains("removing it would destroy the data"));
    }

    ok("cd stack && docker-compose down && docker-compose up -d");
    assertThat(ok(marked)).isEmpty();
  }

  @Test
  void thePlanOfAContainerIsShownAndItsEnvironmentIsNot() throws Exception {
    startStack(COMPOSE.replace("    ports:", "    environment: [KWDB_TOKEN=s3cret]\n    ports:"));
    try (KwdbActivities activities = new KwdbActivities(kwdb, KwdbFixture.ROOT)) {
      NodeInspection seen = inspection(activities);

      assertThat(seen.problems()).isEmpty();
      assertThat(seen.version()).isEqualTo("3.0.0");
      assertThat(seen.container().shown())
          .contains("-    image: kwdb/kwdb:3.0.0", "+    image: kwdb/kwdb:3.1.0");
      assertThat(seen.toString()).doesNotContain("s3cret");
    }
  }

  private NodeInspection inspection(KwdbActivities activities) throws Exception {
    ObjectNode request = KwdbRequest.sample();
    ((ObjectNode) request.get("kwdb"))
        .put("method", "compose")
        .put("container", "kwdb")
        .put("composeFile", FILE);
    return activities
        .nodes()
        .inspect(
            KwdbActivities.target(node),
            "lab",
            new Release("3.1.0", null, "/srv/absent.tar", "0".repeat(64)),
            KwdbRequest.read(request).kwdb());
  }

  private void startContainer() throws Exception {
    ok("mkdir -p data && touch data/mine");
    ok(RUN);
    awaitVersion();
  }

  private void startStack(String text) throws Exception {
    ok("mkdir -p data stack && touch data/mine");
    kwdb.ssh(node).write(text, FILE, 0644);
    ok("cd stack && docker-compose up -d");
    awaitVersion();
  }

  private void awaitVersion() throws Exception {
    ok(
        "for i in $(seq 400); do grep -qi ':6691' /proc/net/tcp /proc/net/tcp6 && exit 0; sleep 0.05; done; docker logs kwdb; exit 1");
  }

  private ContainerParameters inspect() throws Exception {
    String image = ok("docker inspect --format '{{.Config.Image}}' kwdb").strip();
    return ContainerInspect.read(ok("docker inspect kwdb"), ok("docker image inspect " + image));
  }

  private JobResult replace(ContainerParameters old, String archive, Duration limit)
      throws Exception {
    List<String> run = DockerRun.arguments(old, "kwdb/kwdb:3.1.0", "/home/fluss/environment");
    return kwdb.job(node, KwdbScripts.replaceContainer(change(archive, limit), run));
  }

  private static ContainerChange change(String archive, Duration limit) {
    return new ContainerChange(
        "kwdb",
        "kwdb/kwdb:3.1.0",
        archive,
        Version.of("3.1.0"),
        26257,
        Duration.ofSeconds(5),
        limit);
  }

  private String ok(String script) throws Exception {
    CommandResult result = kwdb.shell(node, script);
    assertThat(result.status()).as(script + "\n" + result.output() + result.errors()).isZero();
    return result.output();
  }
}
