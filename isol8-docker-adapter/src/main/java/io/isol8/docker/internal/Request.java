package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.ErrorReply;
import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.ProtocolException;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A channel of the kind that asks once and gets one answer.
 *
 * <p>Thread-safe as far as its two users, the asking and the reading thread, need it.
 */
final class Request implements SupervisorConnection.Channel {

    private final CompletableFuture<Frame> answer = new CompletableFuture<>();
    private final String failure;

    /** @param failure the beginning of an error's text, e.g. {@code Failed to reset the sandbox} */
    Request(String failure) {
        this.failure = failure;
    }

    @Override
    public void received(Frame frame) throws ProtocolException {
        if (frame.type() == FrameType.ERROR) {
            answer.completeExceptionally(error(frame));
        } else {
            answer.complete(frame);
        }
    }

    private Isol8Exception error(Frame frame) throws ProtocolException {
        String text = ErrorReply.decode(frame.payload()).text();
        return new Isol8Exception(ErrorCode.SANDBOX_LOST, failure + ": " + text);
    }

    @Override
    public void lost(Isol8Exception reason) {
        answer.completeExceptionally(reason);
    }

    /** The answer, waiting for it. */
    Frame await(Duration patience) {
        return SupervisorConnection.await(answer, patience, failure);
    }
}
