package io.isol8.domain;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths inside a sandbox: POSIX, normalised without asking any file system. */
public final class SandboxPath {

    /** Where programs live; also their home. */
    public static final String ROOT = "/sandbox";

    /** Where nothing can be executed. */
    public static final String TEMPORARY = "/tmp";

    private static final int LONGEST = 4000;

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

    /**
     * A file (spec 17.3): {@code path} taken from {@link #ROOT}, normalised.
     *
     * @throws Isol8Exception if it is not below {@link #ROOT} or {@link #TEMPORARY}
     */
    public static String file(String path) {
        String normal = directory(path);
        if (normal.equals(ROOT) || normal.equals(TEMPORARY)) {
            throw refused(path);
        }
        return normal;
    }

    /**
     * A file or directory (spec 17.3): {@code path} taken from {@link #ROOT}, normalised.
     *
     * @throws Isol8Exception if it is neither {@link #ROOT} nor {@link #TEMPORARY} nor below one of them
     */
    public static String directory(String path) {
        String normal = normalise(path.startsWith("/") ? path : ROOT + "/" + path);
        boolean within = isWithin(normal, ROOT) || isWithin(normal, TEMPORARY);
        if (path.isEmpty() || path.length() > LONGEST || path.indexOf('\0') >= 0 || !within) {
            throw refused(path);
        }
        return normal;
    }

    private static Isol8Exception refused(String path) {
        return Isol8Exception.invalid("Invalid path: \"" + Ascii.printable(path) + "\". A path has at most " + LONGEST
                + " characters and leads below /sandbox or /tmp.");
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
