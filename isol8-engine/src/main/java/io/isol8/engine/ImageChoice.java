package io.isol8.engine;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.SandboxImage;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.Progress;
import java.util.List;

/** Which image an execution runs in (spec 24.7). Thread-safe. */
final class ImageChoice {

    private final ImageCatalog images;
    private final Progress progress;

    ImageChoice(ImageCatalog images, Progress progress) {
        this.images = images;
        this.progress = progress;
    }

    /**
     * The one that the options name; else, for packages, a custom one that has them; else the runtime's own.
     *
     * @param packages that the program needs, checked and sorted
     * @throws Isol8Exception with {@code INVALID_REQUEST} if the packages are in none; else as {@link ImageCatalog}
     */
    SandboxImage of(LanguageRuntime runtime, Isol8Options options, List<String> packages) {
        if (options.image().isPresent()) {
            SandboxImage named = images.adapt(runtime, options.image().get(), progress);
            requireIn(named, packages);
            return named;
        }
        return packages.isEmpty()
                ? images.ensure(runtime, progress)
                : images.having(runtime, packages, progress).orElseThrow(ImageChoice::missing);
    }

    /** @throws Isol8Exception with {@code INVALID_REQUEST} if an image lacks one of the packages */
    static void requireIn(SandboxImage image, List<String> packages) {
        if (!image.has(packages)) {
            throw missing();
        }
    }

    private static Isol8Exception missing() {
        return Isol8Exception.invalid("request.installPackages must be empty: this server does not install packages."
                + " Use an image that has them.");
    }
}
