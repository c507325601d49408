package io.isol8.docker.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files that are packaged with this module. */
final class Resources {

    private static final String ROOT = "/io/isol8/docker/";

    private Resources() {}

    /** @param name below the module's resource root, e.g. {@code images/Dockerfile} */
    static byte[] read(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new FileNotFoundException(ROOT + name + " is not packaged");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
