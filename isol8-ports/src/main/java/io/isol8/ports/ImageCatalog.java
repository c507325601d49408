package io.isol8.ports;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.CustomImage;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.SandboxImage;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Knows which image a runtime needs and can make it. Thread-safe. */
public interface ImageCatalog {

    /**
     * The image for a runtime's sandboxes: that of a built-in runtime is built first if it is missing or of another
     * version (spec 24), that of another one is adapted.
     *
     * @param progress is told what takes long
     * @throws Isol8Exception with {@code IMAGE_BUILD_FAILED}, {@code OUT_OF_DISK} or an engine's code
     */
    SandboxImage ensure(LanguageRuntime runtime, Progress progress);

    /**
     * Somebody's image made fit for sandboxes: as it is if it was built upon one of isol8's, else with the supervisor
     * added, which is done once for each of its versions.
     *
     * @param reference what the container engine has, or can pull
     * @param progress is told what takes long
     * @throws Isol8Exception with {@code IMAGE_MISSING}, {@code IMAGE_BUILD_FAILED}, {@code OUT_OF_DISK} or an engine's
     *     code
     */
    SandboxImage adapt(LanguageRuntime runtime, String reference, Progress progress);

    /**
     * Builds the image of a built-in runtime if it is missing or of another version.
     *
     * @param anew whether it is built in any case; what the container engine remembers of earlier builds it may use
     * @return whether it was built
     * @throws Isol8Exception as {@link #ensure}
     */
    boolean update(LanguageRuntime runtime, boolean anew, Progress progress);

    /**
     * Builds a custom image, and the image that it is made of, if it is missing, was made of other things, or of another
     * version of that one (spec 24.6). The image that it replaces is removed, unless a container uses it.
     *
     * @param anew whether it is built in any case
     * @return whether it was built
     * @throws Isol8Exception as {@link #ensure}; neither a container nor an image is left behind then
     */
    boolean build(CustomImage image, boolean anew, Progress progress);

    /**
     * A custom image of a runtime that has these packages, made fit for sandboxes: one that has no others if there is
     * one (spec 24.7).
     *
     * @param packages checked and sorted
     * @param allowed whether an image may be used, by its tag
     * @param progress is told what takes long
     * @throws Isol8Exception as {@link #adapt}
     */
    Optional<SandboxImage> having(
            LanguageRuntime runtime, List<String> packages, Predicate<String> allowed, Progress progress);

    /** The images that were made upon those of a runtime, by isol8 or somebody else, once for each tag (spec 26.16). */
    List<LocalImage> custom();

    /** What {@link #removeAll} would remove: a tag of each image, or its id if it has none. */
    List<String> names();

    /** Removes every image that isol8 made (spec 25.2). */
    CleanupResult removeAll();
}
