package io.isol8.domain.config;

import java.time.Duration;

/**
 * Section {@code cleanup}: what a server removes by itself (spec 7.6, 25.3). Immutable.
 *
 * @param autoPrune whether sessions end that nobody uses
 * @param maxContainerAge how long a session may be idle, whole milliseconds
 * @param imagesOnShutdown whether isol8's images are removed when a server ends
 */
public record Cleanup(boolean autoPrune, Duration maxContainerAge, boolean imagesOnShutdown) {

    static final Cleanup BUILT_IN = new Cleanup(true, Duration.ofHours(1), false);

    public Cleanup {
        Bounds.AGE.check("cleanup.maxContainerAgeMs", maxContainerAge.toMillis());
    }
}
