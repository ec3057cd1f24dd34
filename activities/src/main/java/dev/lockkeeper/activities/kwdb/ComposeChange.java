package dev.lockkeeper.activities.kwdb;

/**
 * A compose file with another image.
 *
 * @param oldImage what was there
 * @param text the whole new text
 * @param difference unified diff for people; empty if nothing changes
 */
public record ComposeChange(String oldImage, String text, String difference) {}
