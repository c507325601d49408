package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Bytes as they come and go. */
final class Wire {

    /** What is wrong with a document that a client sent. */
    static final Set<ErrorCode> CLIENTS_MISTAKES = Set.of(ErrorCode.MALFORMED_REQUEST, ErrorCode.INVALID_REQUEST);

    private Wire() {}

    static InputStream body(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    static InputStream body(byte[] json) {
        return new ByteArrayInputStream(json);
    }

    static String json(JsonBody body) {
        return new String(body.toJson(), StandardCharsets.UTF_8);
    }

    static ExecuteMessage execute(String json) throws IOException {
        return ExecuteMessage.read(body(json), path -> {});
    }

    static List<String> ignored(String json) throws IOException {
        List<String> paths = new ArrayList<>();
        ExecuteMessage.read(body(json), paths::add);
        return paths;
    }

    /** Which of the two codes it has is the matter of {@link ComplaintCodesTest}. */
    static void assertRefused(String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isIn(CLIENTS_MISTAKES))
                .hasMessage(message);
    }

    /** What a client says about an answer that is none. */
    static void assertNotUnderstood(String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_FAILED))
                .hasMessage("The server's answer cannot be understood. " + message);
    }
}
