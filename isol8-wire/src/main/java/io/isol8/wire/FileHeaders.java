package io.isol8.wire;

import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What headers say of a file, beside its content or instead of it. */
public final class FileHeaders {

    private static final String KIND = "X-Isol8-Kind";
    private static final String MODE = "X-Isol8-Mode";
    private static final String SIZE = "X-Isol8-Size";
    private static final String MODIFIED = "X-Isol8-Modified";

    private FileHeaders() {}

    /**
     * Name to value. Size and time are told here because those of HTTP itself do not do: the one changes with what is
     * sent, the other has no milliseconds.
     */
    public static Map<String, String> write(FileAttributes attributes) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(KIND, FileKinds.name(attributes.kind()));
        headers.put(MODE, FileKinds.octal(attributes.mode()));
        headers.put(SIZE, Long.toString(attributes.size()));
        headers.put(MODIFIED, Timestamps.text(attributes.modified()));
        return headers;
    }

    /**
     * Reads them.
     *
     * @param header a header's value by its name; null if there is none
     * @return empty if they are not all there
     */
    public static Optional<FileAttributes> read(Function<String, @Nullable String> header) {
        Optional<FileKind> kind = Optional.ofNullable(header.apply(KIND)).map(FileKinds::of);
        return kind.flatMap(known -> Optional.ofNullable(header.apply(MODE))
                .flatMap(FileKinds::mode)
                .flatMap(mode -> size(header.apply(SIZE))
                        .flatMap(size -> Optional.ofNullable(header.apply(MODIFIED))
                                .flatMap(Timestamps::parse)
                                .map(modified -> new FileAttributes(known, mode, size, modified)))));
    }

    /** What a request says of the file that it brings. */
    public static Map<String, String> write(int mode) {
        return Map.of(MODE, FileKinds.octal(mode));
    }

    /** The permission bits that a request asks for; empty if it asks for none, or for what are none. */
    public static Optional<Integer> mode(Function<String, @Nullable String> header) {
        return Optional.ofNullable(header.apply(MODE)).flatMap(FileKinds::mode);
    }

    private static Optional<Long> size(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
