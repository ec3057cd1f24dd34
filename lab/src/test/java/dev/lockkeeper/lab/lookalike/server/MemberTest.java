package dev.lockkeeper.lab.lookalike.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three members that talk without a network. */
class MemberTest {

  @TempDir private Path directory;

  private final Map<Integer, Member> members = new TreeMap<>();
  private long processes;

  @Test
  void aNewClusterIsLedByThePreferredLeaders() throws IOException {
    startAll();

    assertThat(members.values())
        .allSatisfy(member -> assertThat(member.gossip()).contains("partitions=" + rest(1)));
  }

  @Test
  void theFollowersLeadWhenANodeIsGoneAndItGetsBackInSyncWhenItReturns() throws IOException {
    startAll();
    member(1).set("auto-move", "off");
    talk();

    stop(1);
    talk();
    assertThat(member(3).gossip()).contains("partitions=2:2:2;1:2:2,3;2:3:3;2:2:2;1:2:2,3;2:3:3;");

    start(1, "1.1.0");
    talk();
    assertThat(member(3).gossip())
        .contains("partitions=3:2:1,2;1:2:2,3;3:3:1,3;3:2:1,2;1:2:2,3;3:3:1,3;");
    member(3).set("auto-move", "on");
    talk();
    assertThat(member(2).gossip())
        .contains("partitions=4:1:1,2;1:2:2,3;3:3:1,3;4:1:1,2;1:2:2,3;3:3:1,3;");
  }

  @Test
  void aNodeThatIsAloneChangesNothing() throws IOException {
    startAll();

    stop(1);
    talk();
    stop(2);
    talk();

    assertThat(member(3).gossip()).contains("partitions=2:2:2;1:2:2,3;2:3:3;");
  }

  @Test
  void aSettingReachesEveryNodeAndOneThatWasAwayAndOutlivesARestart() throws IOException {
    startAll();
    stop(3);
    member(2).set("auto-move", "off");
    talk();
    assertThat(member(1).get("auto-move")).isEqualTo("off");

    stop(2);
    start(2, "1.1.0");
    assertThat(member(2).get("auto-move")).isEqualTo("off");
    start(3, "1.1.0");
    talk();
    assertThat(member(3).get("auto-move")).isEqualTo("off");
    assertThat(Files.readString(directory.resolve("2/audit.log")))
        .contains(" set name=auto-move old=on new=off\n");
    assertThat(Files.readString(directory.resolve("3/audit.log")))
        .contains(" received name=auto-move old=on new=off\n");
  }

  @Test
  void whatALaterReleaseSaysInAdditionIsLeftOut() throws IOException {
    startAll();

    member(1).hear(member(2).gossip() + "9:3:3; colour=blue nonsense");

    assertThat(member(1).gossip()).contains("partitions=" + rest(1)).doesNotContain("blue");
  }

  @Test
  void clientsAreToldWhatIsWrong() throws IOException {
    startAll();
    Protocol protocol = new Protocol(member(1));

    assertThat(protocol.answer("get auto-move")).isEqualTo("on");
    assertThat(protocol.answer("set auto-move off")).isEqualTo("ok");
    assertThat(protocol.answer("get auto-move")).isEqualTo("off");
    assertThat(protocol.answer("set auto-move maybe"))
        .isEqualTo("error: auto-move is on or off, not maybe");
    assertThat(protocol.answer("get colour")).isEqualTo("error: there is no setting colour");
    assertThat(protocol.answer("")).startsWith("error: write state");
    assertThat(protocol.answer("state")).contains("\"settings\":{\"auto-move\":\"off\"}");
  }

  private static String rest(int epoch) {
    String half = "%1$d:1:1,2;%1$d:2:2,3;%1$d:3:1,3;".formatted(epoch);
    return half + half;
  }

  private void startAll() throws IOException {
    for (int id = 1; id <= 3; id++) {
      start(id, "1.0.0");
    }
    talk();
  }

  private void start(int id, String version) throws IOException {
    Path data = Files.createDirectories(directory.resolve(Integer.toString(id)));
    Path file = Files.writeString(data.resolve("lookalike.conf"), "catchup.seconds = 0\n");
    Placement placement = new Placement(new TreeSet<>(List.of(1, 2, 3)));
    ClusterRecord record = new ClusterRecord(placement);
    Disk disk = new Disk(data);
    disk.load(record);
    members.put(
        id,
        new Member(
            new Identity(id, version, "/opt/lookalike", ++processes, processes),
            Configuration.read(file),
            placement,
            record,
            disk,
            new Audit(data)));
  }

  private void stop(int id) {
    members.remove(id);
    members.values().forEach(member -> member.lost(id));
  }

  private Member member(int id) {
    return members.get(id);
  }

  /** Until nothing is news to anybody. */
  private void talk() {
    for (int round = 0; round < 5; round++) {
      for (Member one : members.values()) {
        for (Member other : members.values()) {
          if (one != other) {
            other.hear(one.gossip());
          }
        }
      }
    }
  }
}
