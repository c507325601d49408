package io.isol8.http.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.wire.ErrorBody;
import io.isol8.wire.JsonBody;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;

/** What is answered, and the one place that knows which status an error has (spec 2.5, 4.2). */
final class Replies {

    private static final String RETRY_AFTER_SECONDS = "1";

    private Replies() {}

    static void json(Context context, int status, JsonBody body) {
        context.status(status).contentType("application/json").result(body.toJson());
    }

    /** For a body that is written as it comes; its type is told as it is, without a charset. */
    static OutputStream stream(Context context, String contentType) throws IOException {
        HttpServletResponse response = context.res();
        response.setContentType(contentType);
        response.setCharacterEncoding((String) null);
        return response.getOutputStream();
    }

    static void error(Context context, Isol8Exception failure) {
        if (failure.code() == ErrorCode.BUSY) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        json(context, status(failure.code()), ErrorBody.of(failure));
    }

    static void error(Context context, int status, String text) {
        json(context, status, ErrorBody.of(text));
    }

    static int status(ErrorCode code) {
        return switch (code) {
            case MALFORMED_REQUEST, INVALID_REQUEST -> 400;
            case FILE_NOT_FOUND -> 404;
            case RUNTIME_SWITCH, NO_SANDBOX -> 409;
            case BUSY -> 429;
            case CANCELLED -> 503;
            default -> 500;
        };
    }
}
