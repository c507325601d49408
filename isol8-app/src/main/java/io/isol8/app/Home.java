package io.isol8.app;

import java.nio.file.Path;
import java.util.Map;

/** Where isol8 keeps what it writes for its user. */
final class Home {

    private Home() {}

    /** The directory {@code .isol8} of HOME, or of whoever the user is where that is not set or empty. */
    static Path of(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home, ".isol8");
    }
}
