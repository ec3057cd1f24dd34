package dev.lockkeeper.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.input.Product;
import dev.lockkeeper.workflows.databend.DatabendRequest;
import dev.lockkeeper.workflows.discovery.Discovery;
import dev.lockkeeper.workflows.fluss.FlussRequest;
import dev.lockkeeper.workflows.openmldb.OpenMldbRequest;
import dev.lockkeeper.workflows.request.InputReader;
import dev.lockkeeper.workflows.request.InvalidInputException;
import dev.lockkeeper.workflows.request.Mistake;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What has to be said of a cluster before it can be looked at, as options or as answers. */
final class Beginning {
  private static final Set<String> IN_ZOOKEEPER =
      Set.of(FlussRequest.PRODUCT, OpenMldbRequest.PRODUCT);

  @Option(names = "--product", paramLabel = "PRODUCT", description = "The product.")
  private @Nullable String product;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "Name that the cluster shall have; the run's id is upgrade-<name>.")
  private @Nullable String cluster;

  @Option(
      names = "--credentials",
      paramLabel = "PROFILE",
      description = "The worker's credential profile for SSH to the nodes.")
  private @Nullable String credentials;

  @Option(
      names = "--zookeeper",
      paramLabel = "HOST:PORT[,…]",
      description = "ZooKeeper's servers (fluss, openmldb).")
  private @Nullable String zookeeper;

  @Option(
      names = "--zookeeper-root",
      paramLabel = "PATH",
      description = "The cluster's path in ZooKeeper (default: the product's usual one).")
  private @Nullable String zookeeperRoot;

  @Option(
      names = "--host",
      paramLabel = "HOST[:PORT]",
      description =
          "A machine with a server of the cluster, and its SSH port; may be repeated. Needed for databend and kwdb.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--ssh-port",
      paramLabel = "PORT",
      description = "SSH's port on the machines that are found (default: ${DEFAULT-VALUE}).")
  private int sshPort = 22;

  @Option(
      names = "--sql-credentials",
      paramLabel = "PROFILE",
      description = "The worker's SQL credential profile (needed for databend).")
  private @Nullable String sqlCredentials;

  @Option(
      names = "--release",
      paramLabel = "VERSION",
      description = "The release to upgrade to, as the vendor names it.")
  private @Nullable String release;

  @Option(
      names = "--archive",
      paramLabel = "PATH",
      description = "Path of its archive on the worker, which says its checksum.")
  private @Nullable String archive;

  String cluster() {
    return String.valueOf(cluster);
  }

  String credentials() {
    return String.valueOf(credentials);
  }

  String release() {
    return String.valueOf(release);
  }

  String archive() {
    return String.valueOf(archive);
  }

  /** The product that was named. */
  Product product() {
    return Product.of(String.valueOf(product))
        .orElseThrow(
            () ->
                new CommandProblem(
                    ExitCode.BAD_INPUT,
                    "--product: \"" + product + "\" is not one of " + Product.words()));
  }

  /**
   * Asks for what was not said.
   *
   * @throws CommandProblem when nobody can be asked, with all the options that are missing
   */
  void complete(Console console) {
    List<String> missing = new ArrayList<>();
    product = said(console, missing, product, "--product", "Product (" + Product.words() + ")");
    if (product != null) {
      product();
    }
    cluster = said(console, missing, cluster, "--cluster", "Name for the cluster, such as orders");
    credentials =
        said(console, missing, credentials, "--credentials", "The worker's profile for SSH");
    boolean registered = product != null && IN_ZOOKEEPER.contains(product);
    if (registered) {
      zookeeper =
          said(console, missing, zookeeper, "--zookeeper", "ZooKeeper's servers (host:port,…)");
    } else if (product != null && hosts.isEmpty()) {
      String host =
          said(
              console, missing, null, "--host", "A machine of the cluster (host or host:SSH port)");
      hosts = host == null ? List.of() : List.of(host);
    }
    if (DatabendRequest.PRODUCT.equals(product)) {
      sqlCredentials =
          said(
              console,
              missing,
              sqlCredentials,
              "--sql-credentials",
              "The worker's profile for SQL");
    }
    release = said(console, missing, release, "--release", "Release to upgrade to");
    archive = said(console, missing, archive, "--archive", "Path of its archive on the worker");
    if (!missing.isEmpty()) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          "Not said"
              + (console.terminal() ? "" : ", and nobody can be asked here")
              + ": "
              + String.join(", ", missing));
    }
  }

  private static @Nullable String said(
      Console console,
      List<String> missing,
      @Nullable String given,
      String option,
      String question) {
    if (given != null) {
      return given;
    }
    String answer = console.terminal() ? console.ask(question + ": ") : "";
    if (answer.isEmpty()) {
      missing.add(option);
      return null;
    }
    return answer;
  }

  /**
   * What the worker is told.
   *
   * @throws CommandProblem with all mistakes
   */
  ObjectNode discovery() {
    ObjectNode discovery = JsonNodeFactory.instance.objectNode();
    discovery
        .put("product", product)
        .put("cluster", cluster)
        .put("credentials", credentials)
        .put("sshPort", sshPort)
        .put("zookeeper", zookeeper)
        .put("zookeeperRoot", zookeeperRoot)
        .put("sqlCredentials", sqlCredentials)
        .put("archive", archive);
    ArrayNode machines = discovery.putArray("hosts");
    hosts.forEach(host -> machines.add(machine(host)));
    try {
      InputReader.read(discovery, Discovery.class);
    } catch (InvalidInputException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          e.mistakes().stream().map(Beginning::sentence).collect(Collectors.joining("\n")),
          e);
    }
    return discovery;
  }

  /** Several colons make an IPv6 address without a port. */
  private ObjectNode machine(String host) {
    ObjectNode machine = JsonNodeFactory.instance.objectNode();
    int colon = host.lastIndexOf(':');
    boolean port = colon > 0 && colon == host.indexOf(':');
    machine.put("host", port ? host.substring(0, colon) : host);
    String number = port ? host.substring(colon + 1) : "";
    if (number.matches("[0-9]{1,5}")) {
      return machine.put("port", Integer.parseInt(number));
    }
    return port ? machine.put("port", number) : machine.put("port", sshPort);
  }

  private static String sentence(Mistake mistake) {
    return "--"
        + mistake
            .path()
            .replaceFirst("^hosts\\[.*", "host")
            .replaceAll("([A-Z])", "-$1")
            .toLowerCase(java.util.Locale.ROOT)
        + ": "
        + mistake.message();
  }
}
