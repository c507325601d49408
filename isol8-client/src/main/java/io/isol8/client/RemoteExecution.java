package io.isol8.client;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Phase;
import io.isol8.domain.Signal;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.domain.Utf8Decoder;
import io.isol8.ports.RunningExecution;
import io.isol8.wire.ExecuteMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A streamed execution on a server: over a WebSocket, or over an event stream where there are no WebSockets.
 *
 * <p>The server learns of a cancellation by the connection being gone. What it would say of the end is not heard then, so
 * the result of a cancelled execution is made here and knows neither an id nor a container.
 */
final class RemoteExecution implements RunningExecution {

    static final String FAILED = "Stream failed";

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    /** How long the server may take to give everything back once it has told the end. */
    private static final Duration GIVEN_BACK = Duration.ofSeconds(5);

    private static final int STDIN_PIECE = 64 * 1024;
    private static final int KILLED = 137;

    private final ServerConnection server;
    private final Streaming streaming;
    private final UnderWay underWay;
    private final Runnable ending = this::cancel;
    private final ExecuteMessage message;
    private final EventInbox inbox = new EventInbox();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final Utf8Decoder stdin = new Utf8Decoder();
    private volatile boolean socketRefused;
    private boolean cancelled;
    private boolean stdinEnded;
    private @Nullable Link link;

    RemoteExecution(ServerConnection server, Streaming streaming, UnderWay underWay, ExecuteMessage message) {
        this.server = server;
        this.streaming = streaming;
        this.underWay = underWay;
        this.message = message;
    }

    /** Sends the request on its way; what becomes of it is told by the other methods. */
    void start() {
        try {
            underWay.add(ending);
        } catch (Isol8Exception e) {
            fail(e);
            return;
        }
        boolean fits = OneShotBody.json(message).contentLength() <= SocketLink.LONGEST_MESSAGE;
        if (fits && streaming.bySocket()) {
            start(() -> SocketLink.open(server, message, this));
        } else if (!fits && message.request().interactive()) {
            fail(needsSocket(
                    "the request is too large for one: it may have at most " + SocketLink.LONGEST_MESSAGE + " bytes"));
        } else {
            startWithoutSocket("the server, or something on the way to it, has refused one before");
        }
    }

    private void startWithoutSocket(String why) {
        if (message.request().interactive()) {
            fail(needsSocket(why));
        } else {
            start(() -> EventStreamLink.open(server, message, this));
        }
    }

    private static Isol8Exception needsSocket(String butWhy) {
        return new Isol8Exception(
                ErrorCode.INVALID_REQUEST,
                FAILED + ": an interactive execution needs a WebSocket, and " + butWhy + ".");
    }

    private synchronized void start(Supplier<Link> opening) {
        if (cancelled) {
            release();
            return;
        }
        try {
            link = opening.get();
        } catch (Isol8Exception e) {
            fail(e);
        }
    }

    /** The server speaks WebSocket with us. */
    void socketOpened() {
        streaming.socketWorked();
    }

    /** There is no WebSocket, and nothing was sent over it. */
    void socketRefused(Isol8Exception reason) {
        socketRefused = true;
        if (streaming.mayFallBack()) {
            startWithoutSocket("there is none: " + reason.message());
        } else {
            fail(reason);
        }
    }

    /** The server sends us events without a WebSocket. */
    void eventStreamOpened() {
        if (socketRefused) {
            streaming.eventStreamWorkedInstead();
        }
    }

    void heard(StreamEvent event) {
        inbox.put(event);
    }

    /** Whether the end is known. */
    boolean isEnded() {
        return inbox.isEnded();
    }

    /** Waits until it is, but not for longer than this. */
    void awaitEnd(Duration patience) throws InterruptedException {
        inbox.awaitEnd(patience);
    }

    /** The server says that it could not be run. */
    void told(Isol8Exception failure) {
        inbox.fail(Failures.about(FAILED, failure));
    }

    /** The connection is gone, or never was; the end is this unless another was told before. */
    void fail(Isol8Exception reason) {
        inbox.fail(reason);
        release();
    }

    private void release() {
        released.complete(null);
        underWay.remove(ending);
    }

    void broken(IOException failure) {
        fail(Failures.broken(FAILED, failure));
    }

    /** Servers say now and then that they live, whatever the program does (spec 2.7); this one does not. */
    void silent() {
        fail(new Isol8Exception(
                ErrorCode.ENGINE_UNAVAILABLE,
                FAILED + ": nothing was heard of the server for "
                        + server.silence().toSeconds() + " s"));
    }

    /** The server has nothing more to say, and has given back what the execution used. */
    void finished(String how) {
        inbox.finish(new Isol8Exception(
                ErrorCode.ENGINE_UNAVAILABLE, FAILED + ": " + how + " before the program's end was told"));
        release();
    }

    @Override
    public Optional<StreamEvent> next() throws InterruptedException {
        return poll(FOREVER);
    }

    @Override
    public Optional<StreamEvent> poll(Duration patience) throws InterruptedException {
        return inbox.poll(patience);
    }

    @Override
    public boolean isOver() {
        return inbox.isOver();
    }

    @Override
    public ExecutionResult result() throws InterruptedException {
        inbox.discard();
        return inbox.result();
    }

    @Override
    public void writeStdin(byte[] bytes) throws InterruptedException {
        requireInteractive();
        for (int from = 0; from < bytes.length; from += STDIN_PIECE) {
            write(bytes, from, Math.min(STDIN_PIECE, bytes.length - from));
        }
    }

    private void write(byte[] bytes, int from, int count) throws InterruptedException {
        String text;
        synchronized (stdin) {
            text = stdin.decode(bytes, from, count);
        }
        Optional<Link> target = link();
        if (target.isPresent()) {
            target.get().writeStdin(text);
        }
    }

    @Override
    public void endStdin() {
        requireInteractive();
        String rest;
        synchronized (stdin) {
            if (stdinEnded) {
                return;
            }
            stdinEnded = true;
            rest = stdin.finish();
        }
        link().ifPresent(target -> target.endStdin(rest));
    }

    private void requireInteractive() {
        if (!message.request().interactive()) {
            throw Isol8Exception.invalid(
                    "The standard input of this execution is closed: ExecutionRequest.interactive is not set.");
        }
    }

    @Override
    public void signal(Signal signal) {
        if (!inbox.isEnded()) {
            link().ifPresent(target -> target.signal(signal));
        }
    }

    private synchronized Optional<Link> link() {
        return Optional.ofNullable(link);
    }

    @Override
    public void cancel() {
        if (inbox.isEnded()) {
            return;
        }
        inbox.cancel(
                new StreamEvent.Exit(cancelledResult(), Phase.CODE),
                new Isol8Exception(
                        ErrorCode.CANCELLED, "The execution was cancelled before anything was heard of it."));
        abort();
    }

    /** What is known of an execution that was given up. */
    private ExecutionResult cancelledResult() {
        return new ExecutionResult(
                "",
                "",
                KILLED,
                0,
                false,
                Termination.CANCELLED,
                new UUID(0, 0),
                message.request().runtime(),
                Instant.EPOCH,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void abort() {
        Optional<Link> target;
        synchronized (this) {
            cancelled = true;
            target = link();
        }
        target.ifPresentOrElse(Link::abort, this::release);
    }

    /** Waits, not for long, for the server to have given everything back after an end that it told. */
    @Override
    public void close() {
        cancel();
        inbox.discard();
        boolean interrupted = Thread.interrupted();
        try {
            released.get(GIVEN_BACK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (TimeoutException | ExecutionException e) {
            inbox.fail(new Isol8Exception(ErrorCode.ENGINE_UNAVAILABLE, FAILED + ": the server does not let go", e));
        } finally {
            abort();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
