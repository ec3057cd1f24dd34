package dev.lockkeeper.workflows.recover;

import java.util.List;

/**
 * What is known from the nodes alone.
 *
 * @param nodes each as it was found
 * @param findings what is half done or not known; empty if nothing is
 * @param next what a person should do about it, in this order
 */
public record RecoverResult(
    String cluster, List<NodeTrace> nodes, List<Finding> findings, List<String> next) {}
