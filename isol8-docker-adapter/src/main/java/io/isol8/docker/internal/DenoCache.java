package io.isol8.docker.internal;

import java.util.Optional;

/**
 * Where deno finds the packages of an image. It looks for them in {@code DENO_DIR}, which is in /sandbox and empty when
 * a sandbox begins, or holds what was installed there: before the image's own script a line copies them there. (Links would not do: deno follows them, and
 * programs may not read where they lead.)
 */
final class DenoCache {

    private static final String COPY =
            "[ ! -d /usr/local/lib/isol8/deno ] || cp -r /usr/local/lib/isol8/deno/. /sandbox/.deno/\n";

    private DenoCache() {}

    /** The script that runs before each program of an image. */
    static Optional<String> copiedBefore(ImageInfo image) {
        Optional<String> script = image.label(Labels.SETUP);
        boolean needed = image.hasLabel(Labels.IMAGE_RUNTIME, "deno")
                && image.label(Labels.DEPENDENCIES_HASH).isPresent()
                && image.label(Labels.DEPENDENCIES).isPresent();
        return needed ? Optional.of(COPY + script.orElse("")) : script;
    }
}
