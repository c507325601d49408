package io.isol8.client;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Signal;
import io.isol8.domain.StreamEvent;
import io.isol8.wire.ExecuteMessage;
import io.isol8.wire.SseReader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Request;
import okhttp3.Response;

/**
 * An execution over an event stream (spec 5), which nothing can be sent into. A thread of OkHttp's reads it, and waits
 * while nobody takes the events.
 */
final class EventStreamLink implements Link, Callback {

    private final Call call;
    private final RemoteExecution execution;

    private EventStreamLink(Call call, RemoteExecution execution) {
        this.call = call;
        this.execution = execution;
    }

    /** Sends the request. */
    static EventStreamLink open(ServerConnection server, ExecuteMessage message, RemoteExecution execution) {
        Request request = server.request(server.url().at("execute", "stream"))
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "identity")
                .post(OneShotBody.json(message))
                .build();
        EventStreamLink link = new EventStreamLink(server.streamingCall(request), execution);
        link.call.enqueue(link);
        return link;
    }

    @Override
    public void onFailure(Call failed, IOException failure) {
        execution.broken(failure);
    }

    @Override
    public void onResponse(Call answered, Response answer) {
        try (answer) {
            if (answer.isSuccessful()) {
                execution.eventStreamOpened();
                listen(new SseReader(answer.body().byteStream()));
            } else {
                execution.fail(Failures.refused(RemoteExecution.FAILED, answer));
            }
        }
    }

    private void listen(SseReader events) {
        try {
            for (Optional<StreamEvent> event = next(events); event.isPresent(); event = next(events)) {
                execution.heard(event.get());
            }
            execution.finished("the stream ended");
        } catch (SocketTimeoutException e) {
            execution.silent();
        } catch (IOException e) {
            execution.broken(e);
        }
    }

    /** Empty at the end of the stream, which follows an error. */
    private Optional<StreamEvent> next(SseReader events) throws IOException {
        try {
            return events.next();
        } catch (Isol8Exception e) {
            execution.told(e);
            return Optional.empty();
        }
    }

    /** Nobody can get here: such an execution is not interactive. */
    @Override
    public void writeStdin(String text) {
        throw unsupported("Standard input");
    }

    @Override
    public void endStdin(String rest) {
        throw unsupported("Standard input");
    }

    @Override
    public void signal(Signal signal) {
        throw unsupported("A signal");
    }

    private static Isol8Exception unsupported(String what) {
        return new Isol8Exception(
                ErrorCode.INVALID_REQUEST,
                what + " cannot be sent: the server, or something on the way to it, accepts no WebSockets.");
    }

    @Override
    public void abort() {
        call.cancel();
    }
}
