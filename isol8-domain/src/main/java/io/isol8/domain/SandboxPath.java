package io.isol8.domain;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths inside a sandbox: POSIX, normalised without asking any file system. */
public final class SandboxPath {

    /** Where programs live; also their home. */
    public static final String ROOT = "/sandbox";

    private SandboxPath() {}

    /**
     * A working directory (spec 23.3): {@code path} taken from {@link #ROOT}, normalised.
     *
     * @throws Isol8Exception if it is neither {@link #ROOT} nor below
     */
    public static String workdir(String path) {
        String normal = normalise(path.startsWith("/") ? path : ROOT + "/" + path);
        if (path.indexOf('\0') >= 0 || !isWithin(normal, ROOT)) {
            throw Isol8Exception.invalid("Working directory must be inside /sandbox");
        }
        return normal;
    }

    private static boolean isWithin(String path, String directory) {
        return path.equals(directory) || path.startsWith(directory + "/");
    }

    private static String normalise(String absolute) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : absolute.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
