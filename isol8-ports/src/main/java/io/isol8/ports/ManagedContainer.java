package io.isol8.ports;

/**
 * A container of isol8's, whoever made it.
 *
 * @param id as the container engine knows it
 * @param runtime whose programs it runs; empty for one that is there to make an image
 * @param state in the container engine's words, e.g. {@code Up 3 minutes}
 */
public record ManagedContainer(String id, String runtime, String state) {}
