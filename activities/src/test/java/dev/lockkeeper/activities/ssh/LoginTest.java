package dev.lockkeeper.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LoginTest {
  @RegisterExtension static final OpenSshServer server = new OpenSshServer();

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void eachTypeOfUserKeyGetsInPlainAndEncrypted(String type) throws Exception {
    Path plain = server.generateKey("plain-" + type, type, "");
    Path encrypted = server.generateKey("encrypted-" + type, type, "open sesame");
    Path passphrase = Files.writeString(server.file("passphrase-" + type), "open sesame\n");
    server.authorize(plain);
    server.authorize(encrypted);

    connect(new Authentication.KeyFile(plain, null));
    connect(new Authentication.KeyFile(encrypted, new SecretSource.FromFile(passphrase)));
  }

  @ParameterizedTest
  @CsvSource({"rsa, PEM", "rsa, PKCS8", "ecdsa, PEM", "ecdsa, PKCS8"})
  void eachOlderFormatOfUserKeyGetsInPlainAndEncrypted(String type, String format)
      throws Exception {
    Path passphrase = Files.writeString(server.file("passphrase-" + format), "open sesame\n");
    Path plain = older(server.generateKey("plain-" + type + format, type, ""), format, "");
    Path encrypted =
        older(
            server.generateKey("encrypted-" + type + format, type, "open sesame"),
            format,
            "open sesame");
    server.authorize(plain);
    server.authorize(encrypted);

    connect(new Authentication.KeyFile(plain, null));
    connect(new Authentication.KeyFile(encrypted, new SecretSource.FromFile(passphrase)));
  }

  private static Path older(Path key, String format, String passphrase) {
    OpenSshServer.command(
        "ssh-keygen",
        "-q",
        "-p",
        "-m",
        format,
        "-P",
        passphrase,
        "-N",
        passphrase,
        "-f",
        key.toString());
    return key;
  }

  @Test
  void aKeyInAnEnvironmentVariableGetsIn() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KeyFromEnvironment.class.getName(),
            Integer.toString(server.port()),
            server.knownHosts().toString());
    builder.environment().put("LOCKKEEPER_TEST_KEY", Files.readString(server.file("user")));
    Process process = builder.redirectErrorStream(true).start();

    assertThat(process.inputReader().lines()).contains("in");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void aKeyTheNodeDoesNotKnowIsRefusedWithUserAndProfile() {
    Path stranger = server.generateKey("stranger", "ed25519", "");

    assertThatThrownBy(() -> connect(new Authentication.KeyFile(stranger, null)))
        .isInstanceOfSatisfying(
            AuthenticationRefused.class, refused -> assertThat(refused.retryable()).isFalse())
        .hasMessageContaining(System.getProperty("user.name"))
        .hasMessageContaining("'tested'")
        .hasMessageContaining("publickey");
  }

  @Test
  void mistakesInAProfileAreNamedBeforeAnythingIsSent() throws Exception {
    Path encrypted = server.generateKey("closed", "ed25519", "right");
    Path wrong = Files.writeString(server.file("wrong"), "a-wrong-one");
    Path noKey = Files.writeString(server.file("no-key"), "just some text\n");

    assertBad(
        new Authentication.KeyFile(server.file("missing"), null), "missing", "does not exist");
    assertBad(new Authentication.KeyFile(encrypted, null), "closed", "is encrypted");
    assertBad(
        new Authentication.KeyFile(encrypted, new SecretSource.FromFile(wrong)),
        "closed",
        "does not open with the passphrase");
    assertBad(
        new Authentication.KeyFile(encrypted, new SecretSource.FromFile(server.file("gone"))),
        "gone",
        "cannot be read");
    assertBad(new Authentication.KeyFile(noKey, null), "no-key", "not a private key");
    assertBad(
        new Authentication.KeyInEnvironment("LOCKKEEPER_NOT_SET", null),
        "LOCKKEEPER_NOT_SET",
        "is not set");
    assertBad(
        new Authentication.Password(new SecretSource.FromEnvironment("LOCKKEEPER_NOT_SET")),
        "LOCKKEEPER_NOT_SET",
        "is not set");
  }

  private static void assertBad(Authentication authentication, String place, String why) {
    assertThatThrownBy(() -> connect(authentication))
        .isInstanceOfSatisfying(BadCredentials.class, bad -> assertThat(bad.retryable()).isFalse())
        .hasMessageContaining("'tested'")
        .hasMessageContaining(place)
        .hasMessageContaining(why)
        .hasMessageNotContaining("a-wrong-one");
  }

  @Test
  void anUnknownProfileListsTheKnownOnes() {
    try (SshConnections pool =
        OpenSshServer.pool(server.profile("prod"), server.profile("staging"))) {
      assertThatThrownBy(() -> pool.to(server.target("prodd")).run(Command.sh("true")))
          .isInstanceOf(BadCredentials.class)
          .hasMessageContaining("'prodd'")
          .hasMessageContaining("prod, staging");
    }
  }

  @Test
  void aPasswordGetsInAndAWrongOneIsRefusedWithoutBeingShown() throws Exception {
    try (SshServer embedded = passwordServer("correct horse")) {
      Path right = Files.writeString(server.file("right-password"), "correct horse\n");
      Path wrong = Files.writeString(server.file("wrong-password"), "battery staple\n");
      SshTarget target = new SshTarget("127.0.0.1", embedded.getPort(), "tested");
      String line = lineOf(target);

      try (SshConnections pool = passwordPool(right, line)) {
        assertThat(pool.to(target).run(Command.sh("echo in")).output()).isEqualTo("in\n");
      }
      try (SshConnections pool = passwordPool(wrong, line)) {
        assertThatThrownBy(() -> pool.to(target).run(Command.sh("echo in")))
            .isInstanceOf(AuthenticationRefused.class)
            .hasMessageContaining("password")
            .hasMessageNotContaining("battery");
      }
    }
  }

  /** MINA, because OpenSSH without PAM only knows the passwords of real users. */
  private static SshServer passwordServer(String password) throws Exception {
    SshServer embedded = SshServer.setUpDefaultServer();
    embedded.setHost("127.0.0.1");
    embedded.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
    PasswordAuthenticator authenticator = (user, given, session) -> password.equals(given);
    embedded.setPasswordAuthenticator(authenticator);
    embedded.setCommandFactory(
        (channel, command) ->
            new ProcessShellFactory(command, "/bin/sh", "-c", command).createShell(channel));
    embedded.start();
    return embedded;
  }

  /** The line that the refusal of an unknown host gives. */
  private static String lineOf(SshTarget target) throws Exception {
    try (SshConnections pool = passwordPool(server.file("right-password"), "# none")) {
      pool.to(target).run(Command.sh("true"));
      throw new AssertionError("An unknown host was accepted");
    } catch (HostKeyRejected refused) {
      return refused.getMessage().lines().reduce((first, last) -> last).orElseThrow();
    }
  }

  private static SshConnections passwordPool(Path password, String knownHost) {
    return OpenSshServer.pool(
        server.profile(
            "tested",
            new Authentication.Password(new SecretSource.FromFile(password)),
            server.knownHosts(knownHost)));
  }

  @Test
  void aProfileShowsWhereItsSecretsAreAndNotWhatTheyAre() throws Exception {
    Path secret = Files.writeString(server.file("secret"), "hidden-value");

    CredentialProfile profile =
        new CredentialProfile(
            "p",
            "u",
            server.knownHosts(),
            new Authentication.Password(new SecretSource.FromFile(secret)),
            List.of());

    assertThat(profile.toString()).contains(secret.toString()).doesNotContain("hidden-value");
  }

  private static void connect(Authentication authentication) throws Exception {
    try (SshConnections pool =
        OpenSshServer.pool(server.profile("tested", authentication, server.knownHosts()))) {
      assertThat(pool.to(server.target("tested")).run(Command.sh("echo in")).output())
          .isEqualTo("in\n");
    }
  }
}
