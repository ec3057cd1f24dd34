package dev.lockkeeper.workflows.kwdb;

/**
 * What is moved from one installation into another.
 *
 * @param from how the old cluster is asked: one member
 * @param to how the new installation is asked: one member
 * @param old what was seen of the old node
 * @param fresh what was seen of the new one
 * @param directory below {@code nodelocal://} on both, of this cluster's run only
 * @param table {@code database.table}; empty for users and settings
 */
public record TableMove(
    KwdbView from,
    KwdbView to,
    NodeInspection old,
    NodeInspection fresh,
    String directory,
    String table) {}
