package dev.lockkeeper.workflows.kwdb;

/**
 * How a container is replaced.
 *
 * @param image the present image, which stays as the way back
 * @param newImage the new one
 * @param store where on the host the data is
 * @param checksum SHA-256 of the compose file as it was read; empty for {@code docker run}
 * @param shown for people: the compose file's difference, or the words of docker run without the
 *     environment
 */
public record ContainerPlan(
    String image, String newImage, String store, String checksum, String shown) {}
