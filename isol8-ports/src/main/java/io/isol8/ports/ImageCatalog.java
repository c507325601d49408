package io.isol8.ports;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.LanguageRuntime;

/** Knows which image a runtime needs and can make it. Thread-safe. */
public interface ImageCatalog {

    /**
     * The image for a runtime's sandboxes, built first if it is missing or of another version (spec 24).
     *
     * @param progress is told what takes long
     * @return a reference for {@link io.isol8.domain.SandboxSpec#image()}
     * @throws Isol8Exception with {@code IMAGE_BUILD_FAILED}, {@code OUT_OF_DISK} or an engine's code
     */
    String ensure(LanguageRuntime runtime, Progress progress);
}
