package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.host.HostLook;
import dev.lockkeeper.activities.host.HostSight;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Version;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one round trip to a node brings back.
 *
 * @param installation what deploy.sh wrote down; empty on a node it did not install
 * @param programs release of the installed programs; empty when there are none
 * @param running whether systemd runs the service
 * @param sudo how sudo answers the login user
 * @param kwStatus path of {@code kw-status}, which only nodes installed by 3.1.0 and later have
 * @param docker path of {@code docker}
 * @param freeKib space left where the data is, -1 if unknown
 * @param usedKib what the data takes, -1 if unknown
 * @param freeBackupKib space left where copies shall lie, -1 if unknown
 * @param home of the login user
 * @param host what the host says; absent where it was not asked
 */
public record KwdbProbe(
    Optional<Installation> installation,
    Optional<Version> programs,
    boolean running,
    Sudo sudo,
    Optional<String> kwStatus,
    Optional<String> docker,
    long freeKib,
    long usedKib,
    long freeBackupKib,
    String home,
    @Nullable HostSight host) {
  /** Packages are unpacked there. */
  static final String STAGING = "\"$HOME/.lockkeeper/kwdb\"";

  private static final HostLook INSPECT =
      HostLook.around(ScriptResource.read(KwdbProbe.class, "inspect.sh"), STAGING);

  /** Whether the login user may become root unattended. */
  public enum Sudo {
    FREE,
    ASKS_FOR_PASSWORD,
    MISSING
  }

  /**
   * Asks a node.
   *
   * @param etc directory of the configuration
   * @param kwbase path of the program
   * @throws StepFailed INVALID when the answer is not whole, or MODE cannot be read
   */
  public static KwdbProbe ask(SshConnection node, String etc, String kwbase)
      throws SshFailure, StepFailed, InterruptedException {
    return ask(node, etc, kwbase, "");
  }

  /**
   * As {@link #ask(SshConnection, String, String)}, and how much room there is for copies.
   *
   * @param backups directory for them, which need not be there; empty for none
   */
  public static KwdbProbe ask(SshConnection node, String etc, String kwbase, String backups)
      throws SshFailure, StepFailed, InterruptedException {
    HostLook.Answer answer = INSPECT.ask(node, etc, kwbase, backups);
    return read(node.target().host(), answer.result(), answer.host());
  }

  static KwdbProbe read(String node, CommandResult result) throws StepFailed {
    return read(node, result, null);
  }

  private static KwdbProbe read(String node, CommandResult result, @Nullable HostSight host)
      throws StepFailed {
    Map<String, String> values = new HashMap<>();
    result
        .output()
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(fields -> fields.length == 2)
        .forEach(fields -> values.put(fields[0], fields[1]));
    if (!values.containsKey("end") || result.truncated()) {
      throw StepFailed.incomplete("the probe of " + node, result);
    }
    String mainPid = values.getOrDefault("mainPid", "");
    String version = text(values, "programs");
    return new KwdbProbe(
        values.containsKey("mode")
            ? Optional.of(
                Installation.read(
                    text(values, "mode"), text(values, "node"), text(values, "version")))
            : Optional.empty(),
        version.isBlank() ? Optional.empty() : Optional.of(KwbaseVersion.read(version)),
        mainPid.matches("[1-9][0-9]*"),
        switch (values.getOrDefault("sudo", "")) {
          case "free" -> Sudo.FREE;
          case "asks" -> Sudo.ASKS_FOR_PASSWORD;
          default -> Sudo.MISSING;
        },
        Optional.ofNullable(values.get("kwStatus")),
        Optional.ofNullable(values.get("docker")),
        number(values, "freeData"),
        number(values, "usedData"),
        number(values, "freeBackup"),
        values.getOrDefault("home", ""),
        host);
  }

  private static String text(Map<String, String> values, String name) {
    byte[] bytes = Base64.getDecoder().decode(values.getOrDefault(name, ""));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static long number(Map<String, String> values, String name) {
    String value = values.getOrDefault(name, "");
    return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : -1;
  }
}
