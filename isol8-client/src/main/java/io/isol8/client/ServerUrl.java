package io.isol8.client;

import io.isol8.domain.Ascii;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxPath;
import okhttp3.HttpUrl;

/** Where a server is, and where on it things are. Immutable. */
final class ServerUrl {

    private final HttpUrl base;

    private ServerUrl(HttpUrl base) {
        this.base = base;
    }

    /**
     * Reads {@code http://localhost:3000} or {@code https://example.com/isol8/}; a slash at the end makes no difference
     * (spec 27.1).
     *
     * @throws Isol8Exception with {@code INVALID_REQUEST} if it is something else
     */
    static ServerUrl of(String text) {
        HttpUrl url = text.contains("://") ? HttpUrl.parse(text) : null;
        boolean plain = url != null
                && url.query() == null
                && url.fragment() == null
                && url.username().isEmpty()
                && url.password().isEmpty();
        if (url == null || !plain) {
            throw Isol8Exception.invalid("Invalid host: \"" + Ascii.printable(text)
                    + "\". Use an http or https URL without user, query and fragment, e.g. \"http://localhost:3000\".");
        }
        return new ServerUrl(url);
    }

    /** What is at this path, whose parts may hold any character. */
    HttpUrl at(String... parts) {
        return builder(parts).build();
    }

    /**
     * A file of a session's sandbox.
     *
     * @param path absolute and normal
     */
    HttpUrl file(String sessionId, String path) {
        HttpUrl.Builder url = builder("sessions", sessionId, "files");
        String below = SandboxPath.ROOT + "/";
        String[] parts =
                path.substring(path.startsWith(below) ? below.length() : 1).split("/");
        url.addPathSegment(path.startsWith(below) ? parts[0] : "/" + parts[0]);
        for (int i = 1; i < parts.length; i++) {
            url.addPathSegment(parts[i]);
        }
        return url.build();
    }

    HttpUrl.Builder builder(String... parts) {
        HttpUrl.Builder url = base.newBuilder();
        for (String part : parts) {
            url.addPathSegment(part);
        }
        return url;
    }
}
