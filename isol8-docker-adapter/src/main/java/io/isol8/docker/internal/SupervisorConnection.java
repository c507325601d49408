package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameReader;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.Hello;
import io.isol8.docker.internal.protocol.ProtocolException;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's end of the supervisor's protocol (docs/protocol.md): one thread reads frames and hands each to the
 * channel that it is for. Thread-safe.
 */
final class SupervisorConnection {

    private static final Logger log = LoggerFactory.getLogger(SupervisorConnection.class);

    /** The channel of what concerns no single program or file. */
    static final int CONNECTION = 0;

    /** Whoever waits for the frames of one channel; called by the reading thread, must not block. */
    interface Channel {

        /** @throws ProtocolException if it makes no sense: with such a sandbox nobody wants to go on */
        void received(Frame frame) throws ProtocolException;

        /** No frame will come any more: the sandbox is gone. */
        void lost(Isol8Exception reason);
    }

    private final AttachedOutput output;
    private final HijackedInput input;
    private final Map<Integer, Channel> channels = new ConcurrentHashMap<>();
    private final AtomicInteger lastChannel = new AtomicInteger();
    private final CompletableFuture<Hello> hello = new CompletableFuture<>();
    private final CompletableFuture<Isol8Exception> end = new CompletableFuture<>();
    private final Egress egress;
    private final String name;

    SupervisorConnection(String name, AttachedOutput output, HijackedInput input) {
        this.name = name;
        this.egress = new Egress(this, name);
        this.output = output;
        this.input = input;
        Thread reader = new Thread(this::read, "isol8-sandbox-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits until the supervisor is up. */
    Hello awaitHello(Duration patience) {
        return await(hello, patience, "The sandbox did not start");
    }

    /** The connections out of the sandbox. */
    Egress egress() {
        return egress;
    }

    /** A channel that is not in use. */
    int newChannel(Channel channel) {
        int number = lastChannel.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
        channels.put(number, channel);
        if (end.isDone()) {
            channels.remove(number);
            channel.lost(end.join());
        }
        return number;
    }

    void release(int channel) {
        channels.remove(channel);
    }

    /**
     * Sends a frame without waiting.
     *
     * @throws Isol8Exception with {@code SANDBOX_LOST} if the sandbox is gone
     */
    void send(FrameType type, int channel, byte[] payload) {
        Frame frame = new Frame(type, channel, payload);
        try {
            input.put(frame.header(), frame.payload());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /**
     * Sends a frame of data that nothing else holds back, waiting until there is room for it.
     *
     * @throws Isol8Exception with {@code SANDBOX_LOST} if the sandbox is gone, or reads nothing for long
     * @throws InterruptedException and the frame is not sent
     */
    void sendInTime(FrameType type, int channel, byte[] payload) throws InterruptedException {
        Frame frame = new Frame(type, channel, payload);
        try {
            input.putWhenRoom(frame.header(), frame.payload());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private Isol8Exception lost(IOException e) {
        checkAlive();
        return new Isol8Exception(ErrorCode.SANDBOX_LOST, "The sandbox is gone: " + e.getMessage(), e);
    }

    /** @throws Isol8Exception with {@code SANDBOX_LOST} if the sandbox is gone */
    void checkAlive() {
        if (end.isDone()) {
            throw again(end.join());
        }
    }

    /** The same for another thread. */
    static Isol8Exception again(Isol8Exception failure) {
        return new Isol8Exception(failure.code(), failure.message(), failure);
    }

    /** Runs {@code action} when the sandbox is gone, on the reading thread, or at once if it is. */
    void whenGone(Runnable action) {
        end.thenRun(action);
    }

    private void read() {
        String reason = "it ended";
        try {
            FrameReader frames = new FrameReader(output);
            Optional<Frame> frame = frames.read();
            while (frame.isPresent()) {
                dispatch(frame.get());
                frame = frames.read();
            }
        } catch (IOException | RuntimeException e) {
            reason = e.getMessage() == null ? e.toString() : e.getMessage();
            log.debug("Sandbox {}: {}", name, reason);
        }
        finish(reason);
    }

    private void finish(String reason) {
        input.end();
        String complaints = output.complaints();
        Isol8Exception lost = new Isol8Exception(
                ErrorCode.SANDBOX_LOST,
                "The sandbox is gone: " + reason + (complaints.isEmpty() ? "" : " (" + complaints + ")"));
        end.complete(lost);
        hello.completeExceptionally(lost);
        channels.values().forEach(channel -> channel.lost(lost));
        channels.clear();
        egress.lost(lost);
    }

    private void dispatch(Frame frame) throws ProtocolException {
        if (frame.type() == FrameType.HELLO) {
            hello.complete(Hello.decode(frame.payload()));
        } else if (frame.type().isOfConnection()) {
            egress.received(frame);
        } else if (frame.channel() == CONNECTION) {
            throw new ProtocolException("the supervisor gave up: " + frame.type());
        } else {
            Channel channel = channels.get(frame.channel());
            if (channel != null) {
                channel.received(frame);
            }
        }
    }

    /** The value when it comes; a failure or running out of patience as our exception. */
    static <T> T await(CompletableFuture<T> future, Duration patience, String complaint) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Isol8Exception(
                    ErrorCode.SANDBOX_LOST, complaint + ": no answer within " + patience.toMillis() + " ms.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Isol8Exception ours ? again(ours) : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Isol8Exception(ErrorCode.CANCELLED, complaint + ": interrupted while waiting.", e);
        }
    }
}
