package io.isol8.domain;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An image that sandboxes can be made of.
 *
 * @param reference what the container engine resolves
 * @param knowsLocalhost whether a sandbox of it finds its own names without a file that the container engine writes
 * @param zygotes whether its interpreter knows how to wait for a program
 * @param setupScript bash commands that belong to the image and run before every program (spec 23.2)
 * @param dependencies the packages that were installed in it, joined (spec 24.2); may be empty
 * @param registryHosts where its package client fetches packages from (spec 12.8); may be empty
 */
public record SandboxImage(
        String reference,
        boolean knowsLocalhost,
        boolean zygotes,
        Optional<String> setupScript,
        String dependencies,
        List<String> registryHosts) {

    public SandboxImage {
        registryHosts = List.copyOf(registryHosts);
    }

    /** An image that has the supervisor and nothing else of isol8. */
    public static SandboxImage of(String reference) {
        return new SandboxImage(reference, false, false, Optional.empty(), "", List.of());
    }

    /** Whether it has all of these packages, in exactly these versions. */
    public boolean has(Collection<String> packages) {
        return Packages.contains(dependencies, packages);
    }
}
