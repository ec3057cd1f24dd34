package dev.lockkeeper.activities.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Accepts a host key only on the word of known_hosts, and explains a refusal. */
final class StrictHostKeys implements HostKeyVerifier {
  private static final String COMPARE =
      " Compare this fingerprint with the one the node itself shows"
          + " (on its console: ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub).";

  private final KnownHosts known;
  private volatile @Nullable HostKeyRejected rejection;

  StrictHostKeys(KnownHosts known) {
    this.known = known;
  }

  /** Why the latest key was refused, if it was. */
  @Nullable HostKeyRejected rejection() {
    return rejection;
  }

  @Override
  public boolean verify(String host, int port, PublicKey key) {
    try {
      rejection = judge(host, port, key);
    } catch (IOException | IllegalStateException unreadable) {
      rejection =
          new HostKeyRejected(
              "The host key of "
                  + KnownHosts.name(host, port)
                  + " cannot be compared with "
                  + known.file()
                  + " ("
                  + unreadable.getMessage()
                  + ")");
    }
    return rejection == null;
  }

  private @Nullable HostKeyRejected judge(String host, int port, PublicKey key) throws IOException {
    KnownHosts.Line revoked = known.revoking(host, port, key);
    String name = KnownHosts.name(host, port);
    String shown = describe(key);
    if (revoked != null) {
      return new HostKeyRejected(
          "The host key of %s, %s, is revoked by line %d of %s. Do not connect before the node has a new host key."
              .formatted(name, shown, revoked.number(), known.file()));
    }
    if (known.vouchFor(host, port, key)) {
      return null;
    }
    String line = name + " " + type(plain(key)) + " " + base64(plain(key));
    List<KnownHosts.Line> sameType =
        known.linesFor(host, port).stream()
            .filter(other -> other.entry().getType() == KeyType.fromKey(plain(key)))
            .toList();
    if (!sameType.isEmpty()) {
      return new HostKeyRejected(changed(name, shown, sameType, line));
    }
    return new HostKeyRejected(
        "The host key of %s is not known: it shows %s.%s If they are equal, add this line to %s:%n%s"
            .formatted(name, shown, COMPARE, known.file(), line));
  }

  private String changed(String name, String shown, List<KnownHosts.Line> lines, String line) {
    StringBuilder disagreeing = new StringBuilder();
    for (KnownHosts.Line other : lines) {
      disagreeing.append(", line %d of %s says otherwise".formatted(other.number(), known.file()));
    }
    return "The host key of %s has CHANGED: it shows %s%s. Either the node was installed anew or somebody is in between.%s Only if they are equal, replace that line with:%n%s"
        .formatted(name, shown, disagreeing, COMPARE, line);
  }

  /**
   * Puts the types of key that the file has for this host first in the negotiation, since a server
   * shows only one key. sshj's own list names only ssh-rsa for an RSA key, which servers no longer
   * sign with, so that another, unknown key would be negotiated.
   */
  @Override
  public List<String> findExistingAlgorithms(String host, int port) {
    List<String> names = new ArrayList<>();
    if (known.hasAuthorityFor(host, port)) {
      Arrays.stream(KeyType.values())
          .filter(type -> type.getParent() != null)
          .forEach(type -> names.add(type.toString()));
    }
    for (KnownHosts.Line line : known.linesFor(host, port)) {
      KeyType type = line.entry().getType();
      if (type == KeyType.RSA) {
        names.addAll(List.of("rsa-sha2-512", "rsa-sha2-256"));
      }
      names.add(type.toString());
    }
    return names.stream().distinct().toList();
  }

  private static PublicKey plain(PublicKey key) {
    return key instanceof Certificate<?> certificate ? certificate.getKey() : key;
  }

  private static String describe(PublicKey key) {
    return type(plain(key)) + " " + fingerprint(plain(key));
  }

  private static String type(PublicKey key) {
    return KeyType.fromKey(key).toString();
  }

  private static byte[] blob(PublicKey key) {
    return new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
  }

  private static String base64(PublicKey key) {
    return Base64.getEncoder().encodeToString(blob(key));
  }

  private static String fingerprint(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob(key));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }
}
