package io.isol8.docker.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Threads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers that may be there though nobody has them: Docker did not say whether it made them, or did not remove them.
 * Thread-safe.
 */
final class Strays {

    private static final Logger log = LoggerFactory.getLogger(Strays.class);

    private final ContainerRemoval removal;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean removing = new AtomicBoolean();

    Strays(ContainerRemoval removal) {
        this.removal = removal;
    }

    /** @param container name or id */
    void add(String container) {
        known.add(container);
    }

    /** Has them removed by somebody else: one that Docker cannot remove keeps nobody waiting. */
    void removeSoon() {
        if (!known.isEmpty() && removing.compareAndSet(false, true)) {
            Threads.start("isol8-strays", () -> {
                try {
                    remove();
                } finally {
                    removing.set(false);
                }
            });
        }
    }

    /** Removes those that are there. One that cannot be removed now is tried again the next time. */
    void remove() {
        known.parallelStream().forEach(this::remove);
    }

    private void remove(String container) {
        try {
            removal.remove(container);
            known.remove(container);
        } catch (Isol8Exception e) {
            log.warn("Container {} could not be removed: {}", container, e.message());
        }
    }
}
