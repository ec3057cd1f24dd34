package dev.lockkeeper.worker.configuration;

import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.ssh.SecretSource;
import dev.lockkeeper.workflows.model.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the credential profiles for databases: a user, and where its password is kept. */
final class SqlCredentialsReader {
  private final Mistakes mistakes;
  private final Secrets secrets;

  SqlCredentialsReader(Path directory, Map<String, String> environment, Mistakes mistakes) {
    this.mistakes = mistakes;
    this.secrets = new Secrets(new Places(directory, environment, mistakes), mistakes);
  }

  List<SqlProfile> read(Section profiles) {
    List<SqlProfile> read = new ArrayList<>();
    for (String name : profiles.keys()) {
      if (!name.matches(Names.NAME)) {
        mistakes.report(profiles.place(name), "must be " + Names.NAME_IN_WORDS);
      }
      Section section = profiles.section(name);
      Optional<Written> user = secrets.required(section, "user", "the database user");
      Optional<SecretSource> password =
          section.has("password") ? secrets.secret(section, "password") : Optional.empty();
      section.finish();
      user.ifPresent(
          login -> read.add(new SqlProfile(name, login.text(), password.orElse(null), null)));
    }
    return read;
  }
}
