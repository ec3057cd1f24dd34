package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.util.List;

/**
 * How an open run stood when it last did something, as its history tells it without a worker.
 *
 * @param report of then; its outcome is the state in which the run was
 * @param questions that were open
 */
public record Remembered(UpgradeReport report, List<Question> questions, Outlook outlook) {}
