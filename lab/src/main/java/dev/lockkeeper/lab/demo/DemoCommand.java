package dev.lockkeeper.lab.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.lockkeeper.workflows.model.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lockkeeper demo}: an upgrade of a real cluster, to be watched and approved. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Upgrade a cluster on hosts of its own while an application uses it: real Fluss, or a look-alike of Databend, KWDB or OpenMLDB.",
    footer = {
      "",
      "Exit status: 0 the upgrade was seen to succeed as planned and nothing was lost; 1 it was not; 2 wrong usage."
    })
public final class DemoCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "fluss",
      description =
          "The product: fluss (a real cluster), databend, kwdb or openmldb (look-alikes).")
  private String product = "";

  @Mixin private DemoOptions options = new DemoOptions();

  @Override
  public Integer call() throws InterruptedException {
    if (!List.of("fluss", "databend", "kwdb", "openmldb").contains(product)) {
      System.err.println(
          "There is no demonstration of "
              + product
              + "; there are those of fluss, databend, kwdb and openmldb.");
      return 2;
    }
    Progress progress = new Progress(System.err);
    Path directory = StateDirectory.ofUser(System.getenv()).fresh("demo");
    progress.say("Logs, the request, the plan, the history and the report lie in " + directory);
    if (product.equals("openmldb")) {
      OpenMldbDemoResult seen =
          new OpenMldbDemo(options, progress, directory)
              .run(
                  shown -> {
                    if (options.json()) {
                      System.out.println(json(shown));
                    } else {
                      shown.print(System.out);
                    }
                    stay(progress);
                  });
      return seen.success() ? 0 : 1;
    }
    if (product.equals("kwdb")) {
      return kwdb(progress, directory);
    }
    if (product.equals("databend")) {
      DatabendDemoResult seen =
          new DatabendDemo(options, progress, directory).run(shown -> show(shown, progress));
      return seen.success() ? 0 : 1;
    }
    DemoResult result = new Demo(options, progress, directory).run(shown -> show(shown, progress));
    return result.success(options.method()) ? 0 : 1;
  }

  private int kwdb(Progress progress, Path directory) throws InterruptedException {
    if (KwdbWay.of(options.method()).isEmpty()) {
      System.err.println("There is no way " + options.method() + "; there are " + KwdbWay.words());
      return 2;
    }
    KwdbDemoResult seen =
        new KwdbDemo(options, progress, directory)
            .run(
                shown -> {
                  System.out.println(options.json() ? json(shown) : shown.text());
                  stay(progress);
                });
    return seen.success() ? 0 : 1;
  }

  private void show(DemoResult result, Progress progress) {
    if (options.json()) {
      System.out.println(json(result));
    } else {
      table(result, System.out);
    }
    stay(progress);
  }

  private void stay(Progress progress) {
    if (!options.approveAll()) {
      progress.say("Everything stays up until you press Ctrl-C.");
      waitForEver();
    }
  }

  private void show(DatabendDemoResult result, Progress progress) {
    System.out.println(options.json() ? json(result) : result.text());
    stay(progress);
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String json(Object result) {
    ObjectMapper mapper = Json.mapper().enable(SerializationFeature.INDENT_OUTPUT);
    try {
      return mapper.writeValueAsString(result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void table(DemoResult result, PrintStream out) {
    out.printf("%n%s: %s%n%n", result.outcome(), result.reason());
    out.printf(
        "%-14s %-20s %-18s %-18s %10s %12s%n",
        "node", "role", "before", "after", "down", "seen down");
    for (DemoResult.NodeResult node : result.nodes()) {
      out.printf(
          Locale.ROOT,
          "%-14s %-20s %-18s %-18s %10s %10.1f s%n",
          node.name(),
          node.role(),
          node.from(),
          node.to(),
          node.downSeconds() == null
              ? ""
              : String.format(Locale.ROOT, "%.1f s", node.downSeconds()),
          result.observer().downTime(node.name()).toMillis() / 1000.0);
    }
    out.printf(
        "%nrows acknowledged %d, read back %d, lost %d, duplicates %d; stalls %d, longest pause %d ms%n",
        result.writer().acknowledged(),
        result.writer().readBack(),
        result.writer().lost(),
        result.writer().duplicates(),
        result.writer().stalls(),
        result.writer().longestPauseMillis());
    out.printf(
        "seen from outside: %d violations %s%n",
        result.observer().violations().size(), result.observer().violations());
    out.println("plan: " + result.plan().text());
    out.printf(
        Locale.ROOT,
        "upgrade %.0f s after %.0f s of preparation; history: %s%n",
        result.upgradeSeconds(),
        result.setupSeconds(),
        result.history());
  }
}
