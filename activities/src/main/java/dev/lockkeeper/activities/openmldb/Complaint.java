package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.workflows.model.FailureReason;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a command of a client was not done. The clients say it on standard output and exit with 0; so
 * their words are all there is.
 */
sealed interface Complaint {
  /** The vendor's words. */
  String words();

  /** What it means and what to do about it. */
  String advice();

  /** Which kind of failure this is for the person who decides. */
  FailureReason reason();

  /** Whether the command certainly changed nothing, and may work in a moment. */
  default boolean passing() {
    return false;
  }

  /** The client did not get as far as sending the command. */
  record NotSent(String words, String advice) implements Complaint {
    @Override
    public FailureReason reason() {
      return FailureReason.UNREACHABLE;
    }

    @Override
    public boolean passing() {
      return true;
    }
  }

  /** A leader's entry in ZooKeeper outlives it until its session ends. */
  record NotLeader(String words) implements Complaint {
    @Override
    public String advice() {
      return "the nameserver that ZooKeeper names as leader does not lead (yet); see showns";
    }

    @Override
    public FailureReason reason() {
      return FailureReason.UNHEALTHY;
    }

    @Override
    public boolean passing() {
      return true;
    }
  }

  /** The message of an RPC that failed is empty; it may have had its effect. */
  record NoAnswer(String words) implements Complaint {
    @Override
    public String advice() {
      return "the server did not answer; whether the command had an effect is unknown";
    }

    @Override
    public FailureReason reason() {
      return FailureReason.UNREACHABLE;
    }
  }

  /** Commands by hand are refused while the cluster repairs itself. */
  record AutoFailoverOn(String words) implements Complaint {
    @Override
    public String advice() {
      return "turn it off first with confset auto_failover false, and on again afterwards";
    }

    @Override
    public FailureReason reason() {
      return FailureReason.REFUSED;
    }
  }

  /** What the command names is not there. */
  record Unknown(String words) implements Complaint {
    @Override
    public String advice() {
      return "check the name against showtablet, showdb and showtable; a cluster with --use_name"
          + " calls a tablet by its name, not its address";
    }

    @Override
    public FailureReason reason() {
      return FailureReason.INVALID;
    }
  }

  /** The nameserver said no for another reason. */
  record Refused(String words) implements Complaint {
    @Override
    public String advice() {
      return "the nameserver's log says more";
    }

    @Override
    public FailureReason reason() {
      return FailureReason.FAILED_COMMAND;
    }
  }

  /** Neither success nor a complaint that is known. */
  record Unreadable(String words) implements Complaint {
    @Override
    public String advice() {
      return "this counts as not done; run the command by hand and see";
    }

    @Override
    public FailureReason reason() {
      return FailureReason.INVALID;
    }
  }

  /** What a client says before it has anybody to talk to (src/cmd/openmldb.cc). */
  Map<String, String> BEFORE_SENDING =
      Map.of(
          "zk client init failed",
          "the client got no session of ZooKeeper in its time (1 s up to 0.6.1, then 2 s); check"
              + " the ZooKeeper address and that the node reaches it",
          "get children failed",
          "no nameserver is registered in ZooKeeper; check that one runs, and the root path",
          "get leader failed",
          "the leading nameserver's entry in ZooKeeper vanished while it was read",
          "get real_endpoint failed",
          "ZooKeeper does not map the leading nameserver's name to an address (--use_name)",
          "client init failed",
          "the client could not connect to the leading nameserver");

  Pattern MESSAGE = Pattern.compile("(?i).*error msg: ?(.*)");

  Pattern OTHER =
      Pattern.compile(
          "(?i)(unsupported cmd|bad format|invalid args|.* failed[.!]? ?.*|.* error[.:] .*|start failed!.*).*");

  /**
   * The first complaint among the lines. Rows and headers of tables begin with two blanks and are
   * passed over.
   */
  static Optional<Complaint> in(String output) {
    return output
        .lines()
        .filter(line -> !line.startsWith("  "))
        .map(Complaint::of)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Complaint> of(String line) {
    String words = line.strip();
    if (BEFORE_SENDING.containsKey(words)) {
      return Optional.of(new NotSent(words, BEFORE_SENDING.get(words)));
    }
    Matcher message = MESSAGE.matcher(words);
    if (message.matches()) {
      return Optional.of(explained(words, message.group(1).strip().toLowerCase(Locale.ROOT)));
    }
    return OTHER.matcher(words).matches() ? Optional.of(new Refused(words)) : Optional.empty();
  }

  private static Complaint explained(String words, String message) {
    if (message.isEmpty()) {
      return new NoAnswer(words);
    }
    if (message.contains("nameserver is not leader")) {
      return new NotLeader(words);
    }
    if (message.contains("auto_failover is enabled")) {
      return new AutoFailoverOn(words);
    }
    // "endpoint is not exist" up to 0.6.6.
    if (message.matches(".*(does not exist|is not exist|cannot found key).*")) {
      return new Unknown(words);
    }
    return new Refused(words);
  }
}
