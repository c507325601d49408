package io.isol8.engine;

import io.isol8.domain.NetworkOptions;
import io.isol8.domain.SandboxImage;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What an execution finds in its sandbox, and what is lacking there.
 *
 * @param image what the sandbox was made of
 * @param imageSetup whether bash commands that belong to the image are still to be run
 * @param network what the sandbox was made for
 * @param lacking packages that are to be installed first
 * @param installed whether others were installed before
 */
record Surroundings(
        SandboxImage image, boolean imageSetup, NetworkOptions network, List<String> lacking, boolean installed) {

    /** In a sandbox that is as new. */
    static Surroundings fresh(SandboxImage image, NetworkOptions network, List<String> packages) {
        return new Surroundings(image, true, network, image.has(packages) ? List.of() : packages, false);
    }

    /**
     * In one where others have run.
     *
     * @param before what they had installed
     */
    static Surroundings used(
            SandboxImage image, NetworkOptions network, List<String> packages, Collection<String> before) {
        List<String> lacking = packages.stream()
                .filter(name -> !before.contains(name) && !image.has(List.of(name)))
                .toList();
        return new Surroundings(image, false, network, lacking, !before.isEmpty());
    }

    /** The script that is to be run first. */
    Optional<String> setupScript() {
        return imageSetup ? image.setupScript() : Optional.empty();
    }

    /** Whether programs have to be told where packages are. */
    boolean hasPackages() {
        return installed || !lacking.isEmpty();
    }
}
