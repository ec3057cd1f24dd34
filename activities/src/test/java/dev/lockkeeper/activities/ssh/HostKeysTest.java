package dev.lockkeeper.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostKeysTest {
  @RegisterExtension static final OpenSshServer server = new OpenSshServer();

  private final String name = "[127.0.0.1]:" + server.port();
  private final String fingerprint =
      OpenSshServer.command("ssh-keygen", "-lf", server.file("host.pub").toString()).split(" ")[1];

  @Test
  void anUnknownHostIsRefusedWithItsFingerprintAndAddingTheGivenLineLetsItIn() throws Exception {
    Path knownHosts = server.knownHosts("# nothing yet");

    HostKeyRejected refused =
        catchThrowableOfType(HostKeyRejected.class, () -> connect(knownHosts));

    assertThat(refused)
        .hasMessageContaining(name)
        .hasMessageContaining("ssh-ed25519 " + fingerprint)
        .hasMessageContaining("Compare this fingerprint")
        .hasMessageContaining(knownHosts.toString());
    assertThat(refused.retryable()).isFalse();
    String line = refused.getMessage().lines().reduce((first, last) -> last).orElseThrow();
    Files.writeString(knownHosts, line + "\n", StandardOpenOption.APPEND);
    connect(knownHosts);
  }

  @Test
  void aMissingFileKnowsNobody() {
    assertThatThrownBy(() -> connect(server.file("nowhere")))
        .isInstanceOf(HostKeyRejected.class)
        .hasMessageContaining("not known");
  }

  @Test
  void aChangedKeyIsRefusedWithTheLineThatDisagrees() {
    Path knownHosts = server.knownHosts("# first line", name + " " + anotherKey("changed"));

    assertThatThrownBy(() -> connect(knownHosts))
        .isInstanceOf(HostKeyRejected.class)
        .hasMessageContaining("CHANGED")
        .hasMessageContaining(fingerprint)
        .hasMessageContaining("line 2 of " + knownHosts);
  }

  @Test
  void aRevokedKeyIsRefusedEvenIfAnotherLineListsIt() {
    for (String pattern : new String[] {"*", name}) {
      Path revokedFirst =
          server.knownHosts(
              "@revoked " + pattern + " " + server.hostKey(), name + " " + server.hostKey());
      Path revokedLast =
          server.knownHosts(
              name + " " + server.hostKey(), "@revoked " + pattern + " " + server.hostKey());

      assertThatThrownBy(() -> connect(revokedFirst))
          .isInstanceOf(HostKeyRejected.class)
          .hasMessageContaining("revoked by line 1");
      assertThatThrownBy(() -> connect(revokedLast))
          .isInstanceOf(HostKeyRejected.class)
          .hasMessageContaining("revoked by line 2");
    }
  }

  @Test
  void anotherKeyBeingRevokedDisturbsNobody() throws Exception {
    connect(
        server.knownHosts("@revoked * " + anotherKey("unlucky"), name + " " + server.hostKey()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*,!other.example.com KEY", "!other.example.com,* KEY", "@revoked *,!x KEY"})
  void aFileWithANegatedPatternIsRefused(String line) {
    Path knownHosts =
        server.knownHosts(name + " " + server.hostKey(), line.replace("KEY", server.hostKey()));

    assertThatThrownBy(() -> connect(knownHosts))
        .isInstanceOf(HostKeyRejected.class)
        .hasMessageContaining("Line 2 of " + knownHosts)
        .hasMessageContaining("negated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@revoked * ssh-ed25519 garbage", "@revocked * KEY"})
  void aMarkThatWouldSilentlyDoNothingIsRefused(String line) {
    Path knownHosts =
        server.knownHosts(line.replace("KEY", server.hostKey()), name + " " + server.hostKey());

    assertThatThrownBy(() -> connect(knownHosts))
        .isInstanceOf(HostKeyRejected.class)
        .hasMessageContaining("Line 1 of " + knownHosts);
  }

  @Test
  void wildcardsAndHashedNamesAreUnderstood() throws Exception {
    connect(server.knownHosts("[127.0.0.*]:" + server.port() + " " + server.hostKey()));

    Path hashed = server.knownHosts(name + " " + server.hostKey());
    OpenSshServer.command("ssh-keygen", "-q", "-H", "-f", hashed.toString());
    assertThat(Files.readString(hashed)).startsWith("|1|").doesNotContain("127.0.0.1");
    connect(hashed);
  }

  @Test
  void aKeyListedForPort22OnlyDoesNotCountOnAnotherPort() {
    assertThatThrownBy(() -> connect(server.knownHosts("127.0.0.1 " + server.hostKey())))
        .isInstanceOf(HostKeyRejected.class);
  }

  @Test
  void aCertificateOfAKnownAuthorityIsAcceptedAndARevokedAuthorityIsNot() throws Exception {
    try (OpenSshServer certified = certifiedServer()) {
      String port = "[127.0.0.1]:" + certified.port();
      String authority = Files.readString(certified.file("authority.pub")).strip();

      connect(certified, certified.knownHosts("@cert-authority " + port + " " + authority));
      assertThatThrownBy(
              () ->
                  connect(
                      certified,
                      certified.knownHosts(
                          "@cert-authority " + port + " " + authority, "@revoked * " + authority)))
          .isInstanceOf(HostKeyRejected.class)
          .hasMessageContaining("revoked by line 2");
      assertThatThrownBy(
              () ->
                  connect(
                      certified,
                      certified.knownHosts(
                          "@cert-authority " + port + " " + authority,
                          "@revoked * " + certified.hostKey())))
          .isInstanceOf(HostKeyRejected.class)
          .hasMessageContaining("revoked by line 2");
    }
  }

  @Test
  void theBareKeyOfAnAuthorityIsNoHostKey() {
    assertThatThrownBy(
            () -> connect(server.knownHosts("@cert-authority " + name + " " + server.hostKey())))
        .isInstanceOf(HostKeyRejected.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ecdsa", "ed25519"})
  void theKeyTypeThatTheFileKnowsIsAskedForWhenTheHostHasSeveral(String type) throws Exception {
    try (OpenSshServer several = new OpenSshServer().withHostKey(type).start()) {
      for (String other : new String[] {"rsa", "ecdsa", "ed25519"}) {
        if (!other.equals(type)) {
          several.with("HostKey " + several.generateKey("other-" + other, other, ""));
        }
      }
      several.kill();
      several.startAgain();

      connect(several, several.knownHosts());
    }
  }

  private static OpenSshServer certifiedServer() {
    OpenSshServer certified = new OpenSshServer().start();
    certified.generateKey("authority", "ed25519", "");
    OpenSshServer.command(
        "ssh-keygen",
        "-q",
        "-s",
        certified.file("authority").toString(),
        "-h",
        "-I",
        "test",
        "-n",
        "127.0.0.1",
        certified.file("host.pub").toString());
    certified.with("HostCertificate " + certified.file("host-cert.pub"));
    certified.kill();
    certified.startAgain();
    return certified;
  }

  private static String anotherKey(String label) {
    try {
      Path key = server.generateKey(label, "ed25519", "");
      return Files.readString(Path.of(key + ".pub")).strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void connect(Path knownHosts) throws Exception {
    connect(server, knownHosts);
  }

  private static void connect(OpenSshServer to, Path knownHosts) throws Exception {
    CredentialProfile profile =
        to.profile("key", new Authentication.KeyFile(to.file("user"), null), knownHosts);
    try (SshConnections pool = OpenSshServer.pool(profile)) {
      assertThat(pool.to(to.target("key")).run(Command.sh("echo in")).output()).isEqualTo("in\n");
    }
  }
}
