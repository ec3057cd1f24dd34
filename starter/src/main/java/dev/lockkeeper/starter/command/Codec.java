package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.run.CodecEndpoint;
import dev.lockkeeper.workflows.codec.PayloadKeys;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Opens sealed payloads for a web page, on the machine of the person who looks at it. */
@Command(
    name = "codec",
    description =
        "Serve this machine's browser, so that Temporal's web page shows sealed payloads in clear text.")
public final class Codec implements Callable<Integer> {
  @ParentCommand private LockkeeperCommand root;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "On 127.0.0.1 (default: ${DEFAULT-VALUE}; 0: any free one).")
  private int port;

  @Option(
      names = "--origin",
      paramLabel = "URL",
      defaultValue =
          "http://localhost:8233,http://127.0.0.1:8233,http://localhost:8080,http://127.0.0.1:8080",
      split = ",",
      description =
          "Where the web page is: scheme, host and port; repeatable (default: ${DEFAULT-VALUE}).")
  private List<String> origins;

  @Override
  public Integer call() throws InterruptedException {
    try (CodecEndpoint endpoint = CodecEndpoint.start(port, Set.copyOf(origins), keys())) {
      root.console()
          .out()
          .println(
              "Set this as the codec server in Temporal's web page: %s  (Ctrl-C ends it)"
                  .formatted(endpoint.url()));
      root.console().out().flush();
      new CountDownLatch(1).await();
      return ExitCode.OK.number();
    } catch (IOException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          "Cannot listen on 127.0.0.1:%d: %s. Name another with --port."
              .formatted(port, e.getMessage()),
          e);
    }
  }

  private PayloadKeys keys() {
    try {
      PayloadKeys keys = PayloadKeys.read(root.console().environment());
      if (keys.isEmpty()) {
        throw new CommandProblem(
            ExitCode.BAD_INPUT,
            "There is no key to open anything with: set %s or %s."
                .formatted(PayloadKeys.FILE, PayloadKeys.VALUE));
      }
      return keys;
    } catch (IOException e) {
      throw new CommandProblem(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }
}
