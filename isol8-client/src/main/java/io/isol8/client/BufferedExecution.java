package io.isol8.client;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.wire.ExecuteMessage;
import io.isol8.wire.ResultJson;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * An execution whose output is collected by the server (spec 4.2). Tried again only if none of the request had left:
 * nothing runs twice.
 */
final class BufferedExecution {

    private static final String FAILED = "Execution failed";

    /** Before the second and the third attempt. */
    private static final List<Long> PAUSES_MS = List.of(100L, 400L);

    private final ServerConnection server;
    private final ExecuteMessage message;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private @Nullable Call call;

    BufferedExecution(ServerConnection server, ExecuteMessage message) {
        this.server = server;
        this.message = message;
    }

    /** @throws Isol8Exception if there is no result; with {@code CANCELLED} also if the waiting thread was interrupted */
    ExecutionResult run() {
        try {
            for (int attempt = 0; ; attempt++) {
                OneShotBody body = OneShotBody.json(message);
                try {
                    return attempt(body);
                } catch (IOException e) {
                    if (isCancelled()) {
                        throw cancellation();
                    }
                    if (body.isStarted() || attempt == PAUSES_MS.size()) {
                        throw Failures.broken(FAILED, e);
                    }
                }
                cancelled.await(PAUSES_MS.get(attempt), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw cancellation();
        }
    }

    private static Isol8Exception cancellation() {
        return new Isol8Exception(ErrorCode.CANCELLED, "The execution was cancelled.");
    }

    /** @throws IOException if the server was not reached, or its answer did not arrive */
    private ExecutionResult attempt(OneShotBody body) throws IOException, InterruptedException {
        Request request = server.request(server.url().at("execute")).post(body).build();
        try (Response answer = Answer.to(begin(server.patientCall(request)))) {
            if (!answer.isSuccessful()) {
                throw Failures.refused(FAILED, answer);
            }
            return Failures.read(FAILED, answer, ResultJson::read);
        }
    }

    private synchronized Call begin(Call begun) {
        if (isCancelled()) {
            throw cancellation();
        }
        call = begun;
        return begun;
    }

    private boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /** The server learns of it by the connection being gone (spec 6.10). */
    void cancel() {
        Call begun;
        synchronized (this) {
            cancelled.countDown();
            begun = call;
        }
        if (begun != null) {
            begun.cancel();
        }
    }
}
