package io.isol8.domain;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An image that sandboxes can be made of.
 *
 * @param reference what the container engine resolves
 * @param zygotes whether its interpreter knows how to wait for a program
 * @param setupScript bash commands that belong to the image and run before every program (spec 23.2)
 * @param dependencies the packages that were installed in it, joined (spec 24.2); may be empty
 * @param registryHosts where its package client fetches packages from (spec 12.8); may be empty
 */
public record SandboxImage(
        String reference,
        boolean zygotes,
        Optional<String> setupScript,
        String dependencies,
        List<String> registryHosts) {

    public SandboxImage {
        registryHosts = List.copyOf(registryHosts);
    }

    /** An image without packages whose package client nobody asked. */
    public SandboxImage(String reference, boolean zygotes, Optional<String> setupScript) {
        this(reference, zygotes, setupScript, "", List.of());
    }

    /** An image that has the supervisor and nothing else of isol8. */
    public static SandboxImage of(String reference) {
        return new SandboxImage(reference, false, Optional.empty());
    }

    /** Whether it has all of these packages, in exactly these versions. */
    public boolean has(Collection<String> packages) {
        return Packages.contains(dependencies, packages);
    }
}
