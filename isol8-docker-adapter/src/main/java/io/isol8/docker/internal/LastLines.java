package io.isol8.docker.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** What something long said last, for the case that it fails. */
final class LastLines {

    private static final int KEPT = 15;
    private static final String DISK_FULL = "no space left on device";

    private final String what;
    private final Deque<String> lines = new ArrayDeque<>();

    /** @param what is being done, for the error's text, e.g. {@code Building isol8:python} */
    LastLines(String what) {
        this.what = what;
    }

    void add(String line) {
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    /** It failed: {@code IMAGE_BUILD_FAILED}, or {@code OUT_OF_DISK} if that was why. */
    Isol8Exception failed(String error) {
        boolean full = isDiskFull(error) || lines.stream().anyMatch(LastLines::isDiskFull);
        return new Isol8Exception(
                full ? ErrorCode.OUT_OF_DISK : ErrorCode.IMAGE_BUILD_FAILED,
                what + " failed: " + error + System.lineSeparator() + String.join(System.lineSeparator(), lines));
    }

    private static boolean isDiskFull(String text) {
        return text.toLowerCase(Locale.ROOT).contains(DISK_FULL);
    }
}
