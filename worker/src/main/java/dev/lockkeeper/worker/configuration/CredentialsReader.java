package dev.lockkeeper.worker.configuration;

import dev.lockkeeper.activities.ssh.Authentication;
import dev.lockkeeper.activities.ssh.CredentialProfile;
import dev.lockkeeper.activities.ssh.JumpHost;
import dev.lockkeeper.activities.ssh.SecretSource;
import dev.lockkeeper.workflows.model.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the credential profiles. A profile says where secrets are kept; a secret written into the
 * file itself is refused, without being shown.
 */
final class CredentialsReader {
  private final Mistakes mistakes;
  private final Scalars scalars;
  private final Places places;
  private final Secrets secrets;

  CredentialsReader(Path directory, Map<String, String> environment, Mistakes mistakes) {
    this.mistakes = mistakes;
    // Profiles are read from the file alone: no variable of the environment may change them.
    this.scalars = new Scalars(Map.of(), mistakes);
    this.places = new Places(directory, environment, mistakes);
    this.secrets = new Secrets(places, mistakes);
  }

  List<CredentialProfile> read(Section profiles) {
    List<CredentialProfile> read = new ArrayList<>();
    for (String name : profiles.keys()) {
      if (!name.matches(Names.NAME)) {
        mistakes.report(profiles.place(name), "must be " + Names.NAME_IN_WORDS);
      }
      profile(name, profiles.section(name), profiles.keys()).ifPresent(read::add);
    }
    return read;
  }

  private Optional<CredentialProfile> profile(String name, Section section, Set<String> names) {
    Optional<Written> user = secrets.required(section, "user", "the login name on the nodes");
    Optional<Path> knownHosts =
        secrets
            .required(section, "known-hosts", "a file of host keys in OpenSSH's known_hosts format")
            .flatMap(places::readableFile);
    Optional<Authentication> authentication = authentication(section);
    List<JumpHost> jumpHosts = new ArrayList<>();
    for (Section jump : section.list("jump-hosts")) {
      jumpHost(jump, names).ifPresent(jumpHosts::add);
    }
    section.finish();
    if (user.isEmpty() || knownHosts.isEmpty() || authentication.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CredentialProfile(
            name, user.get().text(), knownHosts.get(), authentication.get(), jumpHosts));
  }

  private Optional<Authentication> authentication(Section section) {
    boolean key = section.has("key");
    boolean password = section.has("password");
    if (key == password) {
      mistakes.report(section.place(), "needs either key or password, exactly one of them");
    }
    Optional<Authentication> byKey = key ? key(section) : Optional.empty();
    Optional<Authentication> byPassword =
        password
            ? secrets.secret(section, "password").map(Authentication.Password::new)
            : Optional.empty();
    return byKey.isPresent() ? byKey : byPassword;
  }

  private Optional<Authentication> key(Section profile) {
    if (secrets.isWrittenOut(profile, "key")) {
      return Optional.empty();
    }
    Section section = profile.section("key");
    boolean file = section.has("file");
    boolean variable = section.has("environment");
    Optional<SecretSource> passphrase =
        section.has("passphrase") ? secrets.secret(section, "passphrase") : Optional.empty();
    @Nullable SecretSource unlock = passphrase.orElse(null);
    Optional<Authentication> read = Optional.empty();
    if (file == variable) {
      mistakes.report(
          profile.place("key"), "needs either file or environment, exactly one of them");
    } else if (file) {
      read =
          section
              .text("file")
              .flatMap(places::readableFile)
              .map(path -> new Authentication.KeyFile(path, unlock));
    } else {
      read =
          section
              .text("environment")
              .flatMap(places::setVariable)
              .map(name -> new Authentication.KeyInEnvironment(name, unlock));
    }
    section.finish();
    return read;
  }

  private Optional<JumpHost> jumpHost(Section section, Set<String> names) {
    Optional<Written> host =
        secrets.required(section, "host", "the name or address of the jump host");
    int port = section.text("port").flatMap(text -> scalars.number(text, 1, 65_535)).orElse(22);
    Optional<Written> credentials =
        secrets.required(section, "credentials", "the profile to log in to the jump host with");
    section.finish();
    if (credentials.isPresent() && !names.contains(credentials.get().text())) {
      mistakes.report(
          credentials.get().place(),
          "there is no profile '"
              + credentials.get().text()
              + "'; there are "
              + String.join(", ", names));
      return Optional.empty();
    }
    if (host.isEmpty() || credentials.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new JumpHost(host.get().text(), port, credentials.get().text()));
    } catch (IllegalArgumentException refused) {
      mistakes.report(host.get().place(), String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }
}
