package io.isol8.client;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.wire.ErrorBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import okhttp3.Response;

/** What a server's refusals, and failures on the way to it, are to whoever called (spec 27.3). */
final class Failures {

    private Failures() {}

    /** What an answer that is not 2xx says. Reads its body. */
    static ErrorBody refusal(Response answer) {
        String statusText = answer.message().isBlank() ? "HTTP " + answer.code() : answer.message();
        try {
            return ErrorBody.read(answer.body().byteStream(), statusText);
        } catch (IOException e) {
            return ErrorBody.of(statusText);
        }
    }

    /** For servers that tell no code. */
    static ErrorCode code(int status, ErrorCode otherwise) {
        return switch (status) {
            case 400, 401, 403, 413 -> ErrorCode.INVALID_REQUEST;
            case 429 -> ErrorCode.BUSY;
            case 502, 503, 504 -> ErrorCode.ENGINE_UNAVAILABLE;
            default -> otherwise;
        };
    }

    /** {@code Execution failed: Invalid API key}. */
    static Isol8Exception refused(String what, Response answer) {
        return about(what, refusal(answer).toException(code(answer.code(), ErrorCode.ENGINE_FAILED)));
    }

    /** The same failure, with what failed before it. */
    static Isol8Exception about(String what, Isol8Exception failure) {
        return new Isol8Exception(failure.code(), what + ": " + failure.message(), failure);
    }

    /** Reads the body of an answer. */
    @FunctionalInterface
    interface Reading<T> {
        T read(InputStream body) throws IOException;
    }

    /** What a good answer says; what cannot be understood is a failure like any other. */
    static <T> T read(String what, Response answer, Reading<T> reading) throws IOException {
        try {
            return reading.read(answer.body().byteStream());
        } catch (Isol8Exception e) {
            throw about(what, e);
        }
    }

    /** The server was not reached, or is not there any more. */
    static Isol8Exception broken(String what, IOException failure) {
        return new Isol8Exception(ErrorCode.ENGINE_UNAVAILABLE, what + ": " + reason(failure), failure);
    }

    private static String reason(IOException failure) {
        if (failure instanceof SocketTimeoutException) {
            return "the server did not answer in time";
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
