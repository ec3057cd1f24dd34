package dev.lockkeeper.activities.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts.KnownHostEntry;
import org.jspecify.annotations.Nullable;

/**
 * A known_hosts file, read strictly.
 *
 * <p>sshj 0.40's own reader is used for single lines only (patterns, hashed names, key formats), as
 * its verdict over a file has holes: a key revoked on one line is accepted if another line lists
 * it, {@code *.a,!b.a} matches b.a and everything else, and the plain key of a certificate
 * authority passes as a host's key.
 */
final class KnownHosts {
  private enum Marker {
    NONE,
    CERTIFICATE_AUTHORITY,
    REVOKED
  }

  /** A line of the file that could be read. */
  record Line(int number, String hosts, KnownHostEntry entry) {
    boolean isFor(String name) {
      try {
        return entry.appliesTo(name);
      } catch (IOException unreadable) {
        throw new IllegalStateException("Line " + number + " of known_hosts", unreadable);
      }
    }

    boolean lists(PublicKey key) {
      try {
        return entry.verify(key);
      } catch (IOException unreadable) {
        throw new IllegalStateException("Line " + number + " of known_hosts", unreadable);
      }
    }
  }

  private final Path file;
  private final List<Line> hosts = new ArrayList<>();
  private final List<Line> authorities = new ArrayList<>();
  private final List<Line> revoked = new ArrayList<>();

  private KnownHosts(Path file) {
    this.file = file;
  }

  /**
   * Reads the file; one that does not exist knows no host.
   *
   * @throws HostKeyRejected when it has a line that cannot be judged safely
   */
  static KnownHosts read(Path file) throws HostKeyRejected {
    KnownHosts known = new KnownHosts(file);
    if (!Files.exists(file)) {
      return known;
    }
    try {
      List<String> lines = Files.readAllLines(file);
      for (int index = 0; index < lines.size(); index++) {
        known.add(index + 1, lines.get(index).strip());
      }
    } catch (IOException unreadable) {
      throw new HostKeyRejected(
          "The known_hosts file " + file + " cannot be read (" + unreadable + ")");
    }
    return known;
  }

  private void add(int number, String text) throws HostKeyRejected, IOException {
    if (text.isEmpty() || text.startsWith("#")) {
      return;
    }
    Marker marker = marker(number, text);
    String unmarked = marker == Marker.NONE ? text : text.replaceFirst("^\\S+\\s+", "");
    String names = unmarked.split("\\s", 2)[0];
    if (names.startsWith("!") || names.contains(",!")) {
      throw refused(number, "has a negated pattern (" + names + "); list the hosts one by one");
    }
    // A revoked line is read without its mark: the question is then simply whether it lists a key.
    String readable = marker == Marker.CERTIFICATE_AUTHORITY ? text : unmarked;
    KnownHostEntry entry = parse(readable);
    if (entry == null && marker == Marker.REVOKED) {
      throw refused(number, "revokes a key that cannot be read; correct or remove the line");
    }
    if (entry != null) {
      listFor(marker).add(new Line(number, names, entry));
    }
  }

  private Marker marker(int number, String text) throws HostKeyRejected {
    if (!text.startsWith("@")) {
      return Marker.NONE;
    }
    return switch (text.split("\\s", 2)[0]) {
      case "@cert-authority" -> Marker.CERTIFICATE_AUTHORITY;
      case "@revoked" -> Marker.REVOKED;
      default -> throw refused(number, "begins with an unknown mark; correct or remove the line");
    };
  }

  private List<Line> listFor(Marker marker) {
    return switch (marker) {
      case NONE -> hosts;
      case CERTIFICATE_AUTHORITY -> authorities;
      case REVOKED -> revoked;
    };
  }

  private HostKeyRejected refused(int number, String why) {
    return new HostKeyRejected("Line " + number + " of " + file + " " + why);
  }

  private static @Nullable KnownHostEntry parse(String line) throws IOException {
    List<KnownHostEntry> entries = new OpenSSHKnownHosts(new StringReader(line)).entries();
    return entries.isEmpty() || entries.get(0).getType() == KeyType.UNKNOWN ? null : entries.get(0);
  }

  Path file() {
    return file;
  }

  /** The line that revokes this key, its certified key, or the authority that certified it. */
  @Nullable Line revoking(String host, int port, PublicKey key) throws IOException {
    List<PublicKey> keys = new ArrayList<>(List.of(key));
    if (key instanceof Certificate<?> certificate) {
      keys.add(certificate.getKey());
      keys.add(new Buffer.PlainBuffer(certificate.getSignatureKey()).readPublicKey());
    }
    String name = name(host, port);
    return revoked.stream()
        .filter(line -> line.isFor(name) && keys.stream().anyMatch(line::lists))
        .findFirst()
        .orElse(null);
  }

  /** Whether a line vouches for this key; revocation is a separate question. */
  boolean vouchFor(String host, int port, PublicKey key) {
    String name = name(host, port);
    // sshj itself has checked a certificate's signature, principals and dates at this point.
    List<Line> candidates = key instanceof Certificate<?> ? authorities : hosts;
    return candidates.stream().anyMatch(line -> line.isFor(name) && line.lists(key));
  }

  /** The lines about this host's own keys, whatever key they list. */
  List<Line> linesFor(String host, int port) {
    String name = name(host, port);
    return hosts.stream().filter(line -> line.isFor(name)).toList();
  }

  /** Whether the host's keys are vouched for by a certificate authority. */
  boolean hasAuthorityFor(String host, int port) {
    String name = name(host, port);
    return authorities.stream().anyMatch(line -> line.isFor(name));
  }

  /** How known_hosts spells an address: bare on port 22, else {@code [host]:port}. */
  static String name(String host, int port) {
    String lower = host.toLowerCase(Locale.ROOT);
    return port == 22 ? lower : "[" + lower + "]:" + port;
  }
}
