package io.isol8.http.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.wire.ErrorBody;
import io.isol8.wire.JsonBody;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered, and the one place that knows which status an error has (spec 2.3, 2.5, 4.2). */
final class Replies {

    private static final Logger log = LoggerFactory.getLogger(Replies.class);
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final String JSON = "application/json";

    private Replies() {}

    /** Answers, and has sent the answer when it returns. */
    static void json(Context context, int status, JsonBody body) throws IOException {
        HttpServletResponse response = context.res();
        response.setStatus(status);
        OutputStream out = stream(response, JSON);
        body.writeTo(new Unflushed(out));
        out.close();
    }

    /** For a body that is written as it comes; its type is told as it is, without a charset. */
    static OutputStream stream(HttpServletResponse response, String contentType) throws IOException {
        response.setContentType(contentType);
        response.setCharacterEncoding((String) null);
        return response.getOutputStream();
    }

    static void error(HttpServletResponse response, Isol8Exception failure) throws IOException {
        if (failure.code() == ErrorCode.BUSY) {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        error(response, status(failure.code()), ErrorBody.of(failure));
    }

    static void error(HttpServletResponse response, Refusal refusal) throws IOException {
        if (refusal.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        error(response, refusal.status(), ErrorBody.of(refusal.text()));
    }

    static void error(HttpServletResponse response, int status, String text) throws IOException {
        error(response, status, ErrorBody.of(text));
    }

    /**
     * An answer that has begun cannot be taken back: its connection ends, so that nobody takes it for complete. The end of
     * this one is left to the server, which knows whether the connection has to end with it because the request was not
     * read.
     */
    private static void error(HttpServletResponse response, int status, ErrorBody error) throws IOException {
        if (response.isCommitted()) {
            log.debug("Too late to be told: {}", error.error());
            ProbingEndPoint.of(ServletContextResponse.getServletContextResponse(response)
                            .getRequest())
                    .close();
            return;
        }
        response.resetBuffer();
        response.setContentLength(-1);
        response.setStatus(status);
        stream(response, JSON).write(error.toJson());
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case MALFORMED_REQUEST, INVALID_REQUEST -> 400;
            case BEYOND_POLICY -> 403;
            case FILE_NOT_FOUND -> 404;
            case RUNTIME_SWITCH, NO_SANDBOX -> 409;
            case BUSY -> 429;
            case CANCELLED, KEY_STORE_UNAVAILABLE -> 503;
            default -> 500;
        };
    }

    /** Whoever writes JSON flushes at its end; a short answer is to be sent as one, with its length. */
    private static final class Unflushed extends FilterOutputStream {

        Unflushed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            // closing the answer does
        }
    }
}
