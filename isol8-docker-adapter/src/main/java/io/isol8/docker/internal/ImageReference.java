package io.isol8.docker.internal;

import io.isol8.domain.Isol8Exception;
import java.util.regex.Pattern;

/**
 * What names an image: {@code [host[:port]/]name[:tag][@digest]}, or the id of one that is there.
 *
 * @param text as it was given
 */
record ImageReference(String text) {

    private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?";
    private static final String DIGEST = "sha256:[0-9a-f]{64}";
    private static final Pattern NAME = Pattern.compile("(?:" + HOST + "/)?" + COMPONENT + "(?:/" + COMPONENT
            + ")*(?<tag>:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?<digest>@" + DIGEST + ")?");
    private static final Pattern ID = Pattern.compile(DIGEST);

    /** @throws Isol8Exception with {@code INVALID_REQUEST} for what cannot name an image, or names something else */
    ImageReference {
        if (!ID.matcher(text).matches() && !NAME.matcher(text).matches()) {
            throw Isol8Exception.invalid(
                    "Invalid image: \"" + text + "\". Use a reference such as \"debian:stable-slim\" or \"sha256:…\".");
        }
    }

    /** Whether it can only be there or not. */
    boolean isId() {
        return ID.matcher(text).matches();
    }

    /** With a tag or a digest: without either a pull would fetch all tags that there are. */
    String single() {
        var matcher = NAME.matcher(text);
        boolean named = matcher.matches() && matcher.group("tag") == null && matcher.group("digest") == null;
        return named ? text + ":latest" : text;
    }
}
