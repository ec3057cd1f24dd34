package dev.lockkeeper.worker.configuration;

import dev.lockkeeper.worker.configuration.WorkerSettings.Deployment;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which build of which deployment a worker is. */
final class DeploymentReader {
  /** Without a dot, which in Temporal's older words for a version parts the name from the build. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final Pattern BUILD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,62}");

  private final Scalars scalars;
  private final Mistakes mistakes;

  DeploymentReader(Scalars scalars, Mistakes mistakes) {
    this.scalars = scalars;
    this.mistakes = mistakes;
  }

  /** Returns null when neither a name nor a build is written. */
  @Nullable Deployment read(Section section) {
    Optional<Written> name = scalars.find(section, "name", "LOCKKEEPER_DEPLOYMENT_NAME");
    Optional<Written> build = scalars.find(section, "build", "LOCKKEEPER_DEPLOYMENT_BUILD");
    section.finish();
    name.ifPresent(
        written ->
            check(
                written,
                NAME,
                "must be a name of lower-case letters, digits and hyphens, at most 63"));
    build.ifPresent(
        written ->
            check(
                written,
                BUILD,
                "must begin with a letter or digit and hold only those and . _ + -, at most 63"));
    if (name.isPresent() != build.isPresent()) {
      mistakes.report(
          name.or(() -> build).orElseThrow().place(),
          "a deployment needs both name and build, or neither");
    }
    return name.isPresent() && build.isPresent()
        ? new Deployment(name.get().text(), build.get().text())
        : null;
  }

  private void check(Written written, Pattern pattern, String rule) {
    if (!pattern.matcher(written.text()).matches()) {
      mistakes.report(written.place(), rule);
    }
  }
}
