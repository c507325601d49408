package io.isol8.engine;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.SandboxImage;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.Progress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which image an execution runs in (spec 24.7). Thread-safe. */
final class ImageChoice {

    private final ImageCatalog images;
    private final Progress progress;

    ImageChoice(ImageCatalog images, Progress progress) {
        this.images = images;
        this.progress = progress;
    }

    /** The one that the options name; else the runtime's own. Throws as {@link ImageCatalog}. */
    SandboxImage of(LanguageRuntime runtime, Isol8Options options) {
        return options.image().isPresent()
                ? images.adapt(runtime, options.image().get(), progress)
                : images.ensure(runtime, progress);
    }

    /**
     * The one that the options name; else, for packages, a custom one that has them; else the runtime's own. What it lacks
     * can be installed.
     *
     * @param packages that the program needs, checked and sorted
     * @param allowed which custom ones may be taken, by their tags
     * @throws Isol8Exception with {@code INVALID_REQUEST} if packages are lacking and cannot be installed; else as
     *     {@link ImageCatalog}
     */
    SandboxImage of(LanguageRuntime runtime, Isol8Options options, List<String> packages, Predicate<String> allowed) {
        if (packages.isEmpty()) {
            return of(runtime, options);
        }
        Optional<SandboxImage> having = options.image().isPresent()
                ? Optional.of(of(runtime, options)).filter(image -> image.has(packages))
                : images.having(runtime, packages, allowed, progress);
        return having.orElseGet(() -> {
            requireInstallable(runtime, options.network().mode());
            progress.line("Installing " + String.join(", ", packages));
            return of(runtime, options);
        });
    }

    /** @throws Isol8Exception with {@code INVALID_REQUEST} if no package can be installed there */
    static void requireInstallable(LanguageRuntime runtime, NetworkMode network) {
        if (runtime.install().isEmpty()) {
            throw Isol8Exception.invalid("request.installPackages must be empty for runtime \"" + runtime.name()
                    + "\": it has no install command. Use an image that has the packages.");
        }
        if (network == NetworkMode.NONE) {
            throw Isol8Exception.invalid("request.installPackages needs options.network \"filtered\" or \"host\", or an"
                    + " image that has the packages: none that may be used has all of them.");
        }
    }
}
