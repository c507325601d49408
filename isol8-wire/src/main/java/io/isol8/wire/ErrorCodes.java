package io.isol8.wire;

import io.isol8.domain.Ascii;
import io.isol8.domain.ErrorCode;
import java.util.Arrays;
import java.util.Optional;

/** Error codes as errors spell them, e.g. {@code invalid_request}. */
final class ErrorCodes {

    private ErrorCodes() {}

    static String name(ErrorCode code) {
        return Ascii.lowerCase(code.name());
    }

    static Optional<ErrorCode> of(String name) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> name(code).equals(name))
                .findFirst();
    }
}
