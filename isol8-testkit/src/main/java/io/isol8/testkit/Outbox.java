package io.isol8.testkit;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
import io.isol8.ports.ProcessEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a program in memory did and nobody took yet; each stream holds a window's worth of bytes at most. Thread-safe. */
final class Outbox {

    private static final int CHUNK = 16 * 1024;

    private final TestClock clock;
    private final int window;
    private final Queue<ProcessEvent> events = new ArrayDeque<>();
    private final Map<OutputChannel, Long> held = new EnumMap<>(OutputChannel.class);
    private final Map<OutputChannel, Long> written = new EnumMap<>(OutputChannel.class);
    private final Set<OutputChannel> discarded = EnumSet.noneOf(OutputChannel.class);
    private boolean closed;
    private @Nullable Isol8Exception failure;
    private boolean stalled;
    private @Nullable Supplier<byte[]> endless;

    Outbox(TestClock clock, int window) {
        this.clock = clock;
        this.window = window;
    }

    /** Waits for room. @throws InterruptedException also if the program is dead */
    void write(OutputChannel channel, byte[] bytes) throws InterruptedException {
        for (int at = 0; at < bytes.length; at += chunk()) {
            put(channel, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chunk())));
        }
    }

    private int chunk() {
        return Math.min(CHUNK, window);
    }

    private synchronized void put(OutputChannel channel, byte[] bytes) throws InterruptedException {
        while (!closed && !discarded.contains(channel) && sum(held, channel) + bytes.length > window) {
            stalled = true;
            wait();
        }
        stalled = false;
        if (closed) {
            throw new InterruptedException("the program is dead");
        }
        written.merge(channel, (long) bytes.length, Long::sum);
        if (!discarded.contains(channel)) {
            held.merge(channel, (long) bytes.length, Long::sum);
            events.add(new ProcessEvent.Output(channel, bytes));
            notifyAll();
        }
    }

    private static long sum(Map<OutputChannel, Long> of, OutputChannel channel) {
        return of.getOrDefault(channel, 0L);
    }

    synchronized long written(OutputChannel channel) {
        return sum(written, channel);
    }

    synchronized boolean stalled() {
        return stalled && !closed;
    }

    synchronized void discard(OutputChannel channel) {
        discarded.add(channel);
        notifyAll();
    }

    /** From now on whoever takes everything that is held gets what this gives, as standard output. */
    synchronized void talkOn(Supplier<byte[]> pieces) {
        endless = pieces;
        notifyAll();
    }

    /** Nothing comes after {@code last}. */
    synchronized void end(Supplier<ProcessEvent.Ended> last) {
        closed = true;
        events.add(last.get());
        notifyAll();
    }

    /** After what is held comes {@code reason}, for ever. */
    synchronized void fail(Isol8Exception reason) {
        closed = true;
        failure = reason;
        notifyAll();
    }

    /** Waits on the test's clock; once nothing can come any more, not at all. */
    synchronized Optional<ProcessEvent> poll(Duration patience) throws InterruptedException {
        long limit = clock.nanos() + patience.toNanos();
        Runnable alarm = clock.schedule(patience, this::wake);
        try {
            while (events.isEmpty() && !closed && endless == null && clock.nanos() < limit) {
                wait();
            }
        } finally {
            alarm.run();
        }
        if (events.isEmpty() && !closed && endless != null) {
            byte[] piece = endless.get();
            written.merge(OutputChannel.STDOUT, (long) piece.length, Long::sum);
            return Optional.of(new ProcessEvent.Output(OutputChannel.STDOUT, piece));
        }
        ProcessEvent event = events.poll();
        if (event == null && failure != null) {
            throw new Isol8Exception(failure.code(), failure.message(), failure);
        }
        if (event instanceof ProcessEvent.Output output) {
            held.merge(output.channel(), (long) -output.bytes().length, Long::sum);
            notifyAll();
        }
        return Optional.ofNullable(event);
    }

    private synchronized void wake() {
        notifyAll();
    }
}
