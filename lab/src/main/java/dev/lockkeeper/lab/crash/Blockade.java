package dev.lockkeeper.lab.crash;

import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.FailureReason;

/**
 * A blocked step that a person had to answer.
 *
 * @param question its id
 * @param reason the type of its failure
 * @param message what it told
 * @param answer what was answered
 */
public record Blockade(String question, FailureReason reason, String message, Choice answer) {}
