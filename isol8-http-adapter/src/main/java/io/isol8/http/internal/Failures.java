package io.isol8.http.internal;

import io.isol8.domain.Isol8Exception;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of an exception on the way to an answer: the one mapper (spec 2.3, 2.5). */
final class Failures {

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

    static void unexpected(Throwable failure, HttpServletResponse response) {
        if (failure instanceof RequestBody.TooLarge tooLarge) {
            tell(() -> Replies.error(response, 413, String.valueOf(tooLarge.getMessage())));
        } else if (failure instanceof HttpException refused) {
            unreadable(failure, refused.getCode(), response);
        } else if (failure.getCause() instanceof TimeoutException) {
            unreadable(failure, 408, response);
        } else if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            unreadable(failure, 400, response);
        } else {
            log.error("A request failed", failure);
            tell(() -> Replies.error(response, 500, "Internal error. The server's log tells more."));
        }
    }

    private static void unreadable(Throwable failure, int status, HttpServletResponse response) {
        log.debug("A request could not be read or answered", failure);
        String text = status == 408
                ? "The request's body did not come in time."
                : "The request could not be read to its end.";
        tell(() -> Replies.error(response, status, text));
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
