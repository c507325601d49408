package io.isol8.docker.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import java.util.Map;

/** Removes containers, whatever their state and whoever else is removing them: Docker's own AutoRemove, mostly. Thread-safe. */
final class ContainerRemoval {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final DockerApi docker;
    private final Duration patience;

    ContainerRemoval(DockerApi docker) {
        this(docker, PATIENCE);
    }

    /** @param patience for somebody else's removal */
    ContainerRemoval(DockerApi docker, Duration patience) {
        this.docker = docker;
        this.patience = patience;
    }

    /**
     * Waits until it is gone. An interrupt has to wait.
     *
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it stays
     */
    void remove(String id) {
        try {
            docker.delete("/containers/" + id + DockerApi.query(Map.of("force", "true", "v", "true")));
        } catch (Isol8Exception e) {
            if (e.code() != ErrorCode.ENGINE_FAILED) {
                throw e;
            }
            awaitEnd(id, e);
        }
    }

    /**
     * Docker has a call that waits for a removal, but one that comes when the container has ended and is not yet gone may
     * never be answered.
     */
    private void awaitEnd(String id, Isol8Exception failure) {
        boolean underWay = failure.message().contains("already in progress");
        Duration waited = Duration.ZERO;
        Duration pause = FIRST_PAUSE;
        while (docker.exists("/containers/" + id + "/json")) {
            if (!underWay || waited.compareTo(patience) >= 0) {
                throw failure;
            }
            Uninterrupted.pause(pause);
            waited = waited.plus(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }
}
