package dev.lockkeeper.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UploadTest {
  @RegisterExtension static final OpenSshServer server = new OpenSshServer();
  private static final int SIZE = 5_000_001;

  @TempDir private Path directory;
  private Path local;
  private Path remote;
  private byte[] content = new byte[SIZE];
  private SshConnections pool;
  private SshConnection node;

  @BeforeEach
  void connect() throws Exception {
    new Random(3).nextBytes(content);
    local = Files.write(directory.resolve("local"), content);
    remote = directory.resolve("it's a \"remote\" $name");
    pool = server.pool();
    node = pool.to(server.target("key"));
  }

  @AfterEach
  void disconnect() {
    pool.close();
  }

  @Test
  void aFileArrivesWholeUnderItsNameAndNothingElseStays() throws Exception {
    UploadResult result = upload();

    assertThat(result).isEqualTo(new UploadResult(SIZE, false));
    assertThat(remote).hasBinaryContent(content);
    assertThat(filesInDirectory()).containsExactlyInAnyOrder(local, remote);
  }

  @Test
  void theRightFileIsNotSentAgain() throws Exception {
    upload();
    Object written = Files.getLastModifiedTime(remote);

    assertThat(upload()).isEqualTo(new UploadResult(0, true));
    assertThat(Files.getLastModifiedTime(remote)).isEqualTo(written);
  }

  @Test
  void aWrongFileOfTheSameSizeIsReplaced() throws Exception {
    Files.write(remote, new byte[SIZE]);

    assertThat(upload().bytesSent()).isEqualTo(SIZE);
    assertThat(remote).hasBinaryContent(content);
  }

  @Test
  void anInterruptedUploadGoesOnWhereItEnded() throws Exception {
    assertThatThrownBy(
            () ->
                node.upload(
                    local,
                    remote.toString(),
                    (done, total) -> {
                      if (done > SIZE / 2) {
                        Thread.currentThread().interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    long there = Files.size(part());
    assertThat(there).isPositive().isLessThan(SIZE);
    assertThat(remote).doesNotExist();

    assertThat(upload().bytesSent()).isLessThanOrEqualTo(SIZE - there).isPositive();
    assertThat(remote).hasBinaryContent(content);
  }

  @Test
  void anUploadCutByALostConnectionGoesOnOverANewOne() throws Exception {
    assertThatThrownBy(
            () ->
                node.upload(
                    local,
                    remote.toString(),
                    (done, total) -> {
                      if (done > SIZE / 2) {
                        server.dropConnections();
                      }
                    }))
        .isInstanceOf(Unreachable.class);
    assertThat(remote).doesNotExist();

    assertThat(upload().bytesSent()).isLessThan(SIZE);
    assertThat(remote).hasBinaryContent(content);
  }

  @Test
  void aPartThatIsNoPrefixIsBegunAnew() throws Exception {
    byte[] wrong = Arrays.copyOf(content, SIZE / 2);
    wrong[7]++;
    Files.write(part(), wrong);

    assertThat(upload().bytesSent()).isEqualTo(SIZE);
    assertThat(remote).hasBinaryContent(content);
  }

  @Test
  void aPartLongerThanTheFileIsBegunAnew() throws Exception {
    Files.write(part(), new byte[SIZE + 10]);

    assertThat(upload().bytesSent()).isEqualTo(SIZE);
    assertThat(remote).hasBinaryContent(content);
  }

  @Test
  void aPartThatIsCompleteIsOnlyPutInPlace() throws Exception {
    Files.write(part(), content);

    assertThat(upload()).isEqualTo(new UploadResult(0, false));
    assertThat(remote).hasBinaryContent(content);
  }

  @Test
  void anEmptyFileCanBeUploaded() throws Exception {
    content = new byte[0];
    Files.write(local, content);

    assertThat(upload().bytesSent()).isZero();
    assertThat(remote).isEmptyFile();
  }

  @Test
  void progressGrowsFromNothingToTheWhole() throws Exception {
    List<Long> done = new ArrayList<>();

    node.upload(local, remote.toString(), (now, total) -> done.add(now));

    assertThat(done).isSorted().startsWith(0L).endsWith((long) SIZE).hasSizeGreaterThan(4);
  }

  @Test
  void whatTheNodeRefusesIsSaid() throws Exception {
    Files.createDirectory(remote);

    assertThatThrownBy(this::upload)
        .isInstanceOf(TransferFailed.class)
        .hasMessageContaining("is a directory");
    assertThatThrownBy(() -> node.upload(local, local + "/no/where", TransferListener.NONE))
        .isInstanceOf(TransferFailed.class)
        .hasMessageContaining(local + "/no")
        .hasMessageContaining("Not a directory");
    assertThatThrownBy(
            () -> node.upload(directory.resolve("gone"), "/tmp/x", TransferListener.NONE))
        .isInstanceOf(TransferFailed.class)
        .hasMessageContaining("local file");
    assertThatThrownBy(() -> node.upload(local, "~/x", TransferListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without ~");
  }

  @Test
  void aMissingDirectoryIsMadeForItsOwnerAlone() throws Exception {
    remote = directory.resolve("not/yet/there");

    assertThat(upload()).isEqualTo(new UploadResult(SIZE, false));

    assertThat(remote).hasBinaryContent(content);
    for (Path made : List.of(directory.resolve("not"), directory.resolve("not/yet"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aServerWithoutSftpTakesFilesAsWell() throws Exception {
    try (OpenSshServer bare = new OpenSshServer().with("Subsystem other internal-sftp").start();
        SshConnections without = bare.pool()) {
      without.to(bare.target("key")).upload(local, remote.toString(), TransferListener.NONE);
    }
    assertThat(remote).hasBinaryContent(content);
  }

  @Test
  void aFileThatWasReplacedByAnotherOfItsSizeIsSentAsItIsNow() throws Exception {
    upload();
    content[SIZE - 1]++;
    Files.write(local, content);
    Files.setLastModifiedTime(local, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

    assertThat(upload()).isEqualTo(new UploadResult(SIZE, false));
    assertThat(remote).hasBinaryContent(content);
  }

  @Test
  void anAttemptThatIsGivenOutAgainWaitsForTheOneBefore() throws Exception {
    AtomicReference<Future<UploadResult>> second = new AtomicReference<>();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      UploadResult first =
          node.upload(
              local,
              remote.toString(),
              (done, total) -> {
                if (done > 0 && second.get() == null) {
                  second.set(thread.submit(this::upload));
                }
              });

      assertThat(first.bytesSent()).isEqualTo(SIZE);
      assertThat(second.get().get().skipped()).isTrue();
      assertThat(remote).hasBinaryContent(content);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aPartThatSomebodyElseTakesAwayIsSentOnceMore() throws Exception {
    AtomicBoolean taken = new AtomicBoolean();

    node.upload(
        local,
        remote.toString(),
        (done, total) -> {
          if (done > SIZE / 2 && taken.compareAndSet(false, true)) {
            part().toFile().delete();
          }
        });

    assertThat(taken).isTrue();
    assertThat(remote).hasBinaryContent(content);
  }

  @Test
  void aPartThatSomebodyElseReplacesIsNotPutInPlace() throws Exception {
    AtomicBoolean replaced = new AtomicBoolean();

    node.upload(
        local,
        remote.toString(),
        (done, total) -> {
          if (done > SIZE / 2 && replaced.compareAndSet(false, true)) {
            replacePart(new byte[SIZE]);
          }
        });

    assertThat(replaced).isTrue();
    assertThat(remote).hasBinaryContent(content);
  }

  /** By another file of the whole size, as another worker's would be. */
  private void replacePart(byte[] other) {
    try {
      Files.move(
          Files.write(directory.resolve("other"), other),
          part(),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whyANodeCannotWriteIsSaid() throws Exception {
    // In place of the part there is something that cannot be removed as a file.
    Files.createDirectories(part().resolve("full"));

    assertThatThrownBy(this::upload)
        .isInstanceOf(TransferFailed.class)
        .hasMessageContaining("Is a directory");
  }

  @Test
  void aSmallTextIsWrittenWithItsModeInPlaceOfTheOldOne() throws Exception {
    Files.writeString(remote, "old");

    node.write("new ü\n", remote.toString(), 0640);

    assertThat(remote).hasContent("new ü\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(remote)))
        .isEqualTo("rw-r-----");
    assertThat(filesInDirectory()).containsExactlyInAnyOrder(local, remote);
  }

  @Test
  void aTextThatCannotBeWrittenLeavesNothing() throws Exception {
    Path nowhere = directory.resolve("no/where");

    assertThatThrownBy(() -> node.write("x", nowhere.toString(), 0600))
        .isInstanceOf(TransferFailed.class)
        .hasMessageContaining(nowhere.toString());
    assertThat(filesInDirectory()).containsExactly(local);
  }

  private UploadResult upload() throws Exception {
    return node.upload(local, remote.toString(), TransferListener.NONE);
  }

  private Path part() {
    return Path.of(remote + ".part");
  }

  private List<Path> filesInDirectory() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
