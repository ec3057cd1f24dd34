package dev.lockkeeper.workflows.model;

/**
 * What an activity says with its heartbeats: a person reads it as progress, and the next attempt
 * goes on from it.
 *
 * @param doing what it is at, such as the last mark of a job
 * @param offset how many bytes of a job's output were heard; 0 if there is no job
 */
public record Beat(String doing, long offset) {}
