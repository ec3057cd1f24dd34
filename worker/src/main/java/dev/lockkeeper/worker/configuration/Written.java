package dev.lockkeeper.worker.configuration;

/**
 * A value as somebody wrote it.
 *
 * @param text the value
 * @param place file, line and key, or the name of an environment variable
 */
record Written(String text, String place) {}
