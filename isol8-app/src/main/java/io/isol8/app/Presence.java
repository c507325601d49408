package io.isol8.app;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a file may be there. */
final class Presence {

    private Presence() {}

    /** Also if that cannot be found out, for lack of permission say; not below what is no directory. */
    static boolean isPossible(Path file) {
        return !Files.notExists(file) && !isBelowAFile(file);
    }

    private static boolean isBelowAFile(Path file) {
        for (Path above = file.getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above)) {
                return !Files.isDirectory(above);
            }
        }
        return false;
    }
}
