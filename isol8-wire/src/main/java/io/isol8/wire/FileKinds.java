package io.isol8.wire;

import io.isol8.domain.Ascii;
import io.isol8.domain.FileKind;
import java.util.Arrays;
import java.util.Optional;

/** Kinds of files and their permission bits, as replies spell them: {@code directory}, {@code 755}. */
final class FileKinds {

    private static final int OCTAL = 8;
    private static final int MOST_BITS = 07777;

    private FileKinds() {}

    static String name(FileKind kind) {
        return Ascii.lowerCase(kind.name());
    }

    /** A kind that is not known here is another one. */
    static FileKind of(String name) {
        return Arrays.stream(FileKind.values())
                .filter(kind -> name(kind).equals(name))
                .findFirst()
                .orElse(FileKind.OTHER);
    }

    static String octal(int mode) {
        return Integer.toOctalString(mode);
    }

    static Optional<Integer> mode(String octal) {
        try {
            int mode = Integer.parseInt(octal, OCTAL);
            return mode >= 0 && mode <= MOST_BITS ? Optional.of(mode) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
