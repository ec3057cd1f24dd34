package dev.lockkeeper.workflows.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the run waits for.
 *
 * @param id what an answer must name; another one each time the question is asked again
 * @param node the node it is about, if it is about one
 * @param title what is asked
 * @param reason why it is asked, or asked again; for a blocked step, what failed
 * @param evidence what the decision can be based on
 * @param detail a longer text to read before deciding, such as the change of a configuration file
 * @param choices what a blocked step offers; empty for a gate
 * @param approvals names of those who approved so far
 * @param approvers how many are needed
 * @param expiresAt when the gate stops waiting and the run is held
 * @param expired whether it has
 */
public record Question(
    String id,
    QuestionKind kind,
    @Nullable String node,
    String title,
    @Nullable String reason,
    @Nullable Failure failure,
    @Nullable Evidence evidence,
    @Nullable String detail,
    List<Choice> choices,
    List<String> approvals,
    int approvers,
    Instant askedAt,
    @Nullable Instant expiresAt,
    boolean expired) {}
