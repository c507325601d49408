package io.isol8.app;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Isol8Service;

/** What is done when a server ends and nothing runs any more (spec 25.3). */
final class ServerEnd {

    private ServerEnd() {}

    /** Removes the service's sandboxes, then isol8's images; what stays is told, and does not keep the server. */
    static void removeImages(Isol8Service service, Console console) {
        try {
            service.stop();
            CleanupResult removed = service.cleanupImages();
            removed.errors().forEach(console::warn);
            console.info("Removed " + removed.removed() + " image(s)");
        } catch (Isol8Exception e) {
            console.warn("The images stay: " + e.message());
        }
    }
}
