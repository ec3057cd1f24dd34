package dev.lockkeeper.lab.bench;

import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.workflows.model.Release;
import java.util.List;

/**
 * The input of a {@link StagingRun}.
 *
 * @param release with its archive
 * @param nodes that get it
 */
public record StagingOrder(Release release, List<SshTarget> nodes) {}
