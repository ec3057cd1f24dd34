package dev.lockkeeper.lab.answers;

import dev.lockkeeper.workflows.model.IgnoredMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;

/**
 * Two people who speak at the same moment.
 *
 * @param refusals what was refused: told to the sender of an Update, shown for a signal
 */
record TwoAtOnce(List<String> refusals) {
  /** What one of them says, and how. */
  record Said(Channel channel, Verb verb, Record content) {}

  /** Returns when the run has heard both. */
  static TwoAtOnce say(UpgradeTalk run, Said one, Said other) {
    int decided = run.status().decisions().size();
    CyclicBarrier start = new CyclicBarrier(2);
    List<String> told =
        Stream.of(one, other)
            .map(said -> CompletableFuture.supplyAsync(() -> tell(start, run, said)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .flatMap(Optional::stream)
            .toList();
    List<IgnoredMessage> ignored =
        run.statusWhen(
                "both heard",
                status -> heard(status.decisions().size() - decided, status.ignored(), told) >= 2)
            .ignored();
    return new TwoAtOnce(
        Stream.concat(told.stream(), ignored.stream().map(IgnoredMessage::reason)).toList());
  }

  private static int heard(int taken, List<IgnoredMessage> ignored, List<String> told) {
    return taken + ignored.size() + told.size();
  }

  private static Optional<String> tell(CyclicBarrier start, UpgradeTalk run, Said said) {
    try {
      start.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("the other did not come", e);
    }
    return said.channel().tell(run.stub(), said.verb(), said.content());
  }
}
