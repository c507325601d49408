package io.isol8.http.internal;

import io.isol8.domain.Isol8Exception;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of an exception on the way to an answer: the one mapper (spec 2.3, 2.5). */
final class Failures {

    /** What is told of a mistake of ours, on every route. */
    static final String UNEXPECTED = "Internal error. The server's log tells more.";

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static void refused(Refusal refusal, HttpServletResponse response) {
        tell(() -> Replies.error(response, refusal));
    }

    static void failed(Isol8Exception failure, HttpServletResponse response) {
        tell(() -> Replies.error(response, failure));
    }

    /** A path that leads nowhere, mostly. */
    static void status(int status, HttpServletResponse response) {
        tell(() -> Replies.error(response, status, HttpStatus.getMessage(status)));
    }

    /** The connection is of no use any more. */
    static void unreadable(RequestBody.Unreadable failure, HttpServletResponse response) {
        tell(() -> {
            response.setHeader("Connection", "close");
            Replies.error(response, failure.status(), failure.text());
            response.flushBuffer();
        });
    }

    static void unexpected(Throwable failure, HttpServletResponse response) {
        if (failure instanceof HttpException refused) {
            status(refused.getCode(), response);
        } else if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            log.debug("Something broke off, most likely the client's connection", failure);
            tell(() -> Replies.error(response, 500, "The answer broke off: the sandbox, or the connection, is gone."));
        } else {
            log.error("A request failed", failure);
            tell(() -> Replies.error(response, 500, UNEXPECTED));
        }
    }

    /** An answer. */
    private interface Answer {
        void send() throws IOException;
    }

    private static void tell(Answer answer) {
        try {
            answer.send();
        } catch (IOException e) {
            log.debug("Nobody is there to be told: {}", e.toString());
        }
    }
}
