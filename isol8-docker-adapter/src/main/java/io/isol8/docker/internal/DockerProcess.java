package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.ErrorReply;
import io.isol8.docker.internal.protocol.Exit;
import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.docker.internal.protocol.ProtocolException;
import io.isol8.docker.internal.protocol.Spawn;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Signal;
import io.isol8.ports.ProcessEvent;
import io.isol8.ports.ProcessExit;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.SandboxProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program on one channel of the supervisor. What waits here to be taken is bounded by the credit that the
 * supervisor has.
 */
final class DockerProcess implements SandboxProcess, SupervisorConnection.Channel, StdinFeed.Outlet {

    /** How much of each output stream may be under way or waiting. */
    static final int OUTPUT_WINDOW = 256 * 1024;

    private static final byte[] NOTHING = {};

    private sealed interface Arrival {
        record Event(ProcessEvent event) implements Arrival {}

        record Broken(Isol8Exception reason) implements Arrival {}
    }

    private final SupervisorConnection connection;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Credit stdout = new Credit(OutputChannel.STDOUT);
    private final Credit stderr = new Credit(OutputChannel.STDERR);
    private final StdinFeed stdin;
    private final Pulse pulse;
    private final int channel;
    private final boolean first;

    /** Why its file is not there. Of the reading thread. */
    private Optional<Isol8Exception> withoutFile = Optional.empty();

    /**
     * @param pulse tells whether the sandbox is alive
     * @param first whether nothing ran in the sandbox before, so that its peak memory is the program's
     */
    DockerProcess(
            SupervisorConnection connection,
            DockerFiles files,
            ProcessSpec program,
            int stdinWindow,
            Pulse pulse,
            boolean first) {
        this.pulse = pulse;
        this.first = first;
        this.connection = connection;
        this.stdin = new StdinFeed(program.stdin().orElse(NOTHING), program.interactive(), stdinWindow, this);
        this.channel = connection.newChannel(this);
        try {
            program.file().ifPresent(file -> files.writeAhead(file, this::fileRefused));
            connection.send(FrameType.SPAWN, channel, spawn(program).encode());
        } catch (Isol8Exception e) {
            connection.release(channel);
            throw e;
        }
        if (isFed(program)) {
            stdin.start();
        }
    }

    /** The program has been sent after its file already: its end is the failure's. */
    private void fileRefused(Isol8Exception refusal) {
        withoutFile = Optional.of(refusal);
        kill();
    }

    private static boolean isFed(ProcessSpec program) {
        return program.stdin().isPresent() || program.interactive();
    }

    private static Spawn spawn(ProcessSpec program) {
        return new Spawn(
                isFed(program),
                program.keep(),
                program.zygote(),
                Math.toIntExact(program.deadline().toMillis()),
                OUTPUT_WINDOW,
                OUTPUT_WINDOW,
                program.workdir(),
                program.argv(),
                entries(program.env()));
    }

    /** As the protocol wants it: {@code NAME=value}. */
    static List<String> entries(Map<String, String> env) {
        return env.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    @Override
    public void received(Frame frame) throws ProtocolException {
        switch (frame.type()) {
            case STDOUT -> arrived(OutputChannel.STDOUT, frame);
            case STDERR -> arrived(OutputChannel.STDERR, frame);
            case STDIN_CREDIT -> stdin.credit(StdinFeed.decodeCredit(frame.payload()));
            case EXIT -> {
                connection.release(channel);
                pulse.stop();
                stdin.close();
                ProcessExit exit = exit(Exit.decode(frame.payload()));
                withoutFile.ifPresentOrElse(
                        this::broken, () -> arrivals.add(new Arrival.Event(new ProcessEvent.Ended(exit))));
            }
            case ERROR -> {
                connection.release(channel);
                String text = ErrorReply.decode(frame.payload()).text();
                stdin.close();
                broken(withoutFile.orElseGet(
                        () -> new Isol8Exception(ErrorCode.START_FAILED, "The program could not be started: " + text)));
            }
            default -> throw new ProtocolException("unexpected " + frame.type() + " for a program");
        }
    }

    private void arrived(OutputChannel from, Frame frame) throws ProtocolException {
        credit(from).allowance.use(frame);
        if (withoutFile.isPresent()) {
            return;
        }
        arrivals.add(new Arrival.Event(new ProcessEvent.Output(from, frame.payload())));
    }

    @Override
    public void stdin(byte[] piece) {
        connection.send(FrameType.STDIN, channel, piece);
    }

    @Override
    public void stdinEnd() {
        connection.send(FrameType.STDIN_END, channel, NOTHING);
    }

    private ProcessExit exit(Exit exit) {
        return new ProcessExit(
                exit.signaled(),
                exit.status(),
                exit.deadlinePassed(),
                exit.killed(),
                exit.memoryKill(),
                exit.zygote(),
                Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(exit.wallMicros())),
                Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(exit.userMicros() + exit.systemMicros())),
                exit.memoryBytes(),
                first && exit.peakMemoryBytes() > 0 ? exit.peakMemoryBytes() : exit.peakRssBytes(),
                exit.stdoutBytes(),
                exit.stderrBytes());
    }

    @Override
    public void lost(Isol8Exception reason) {
        stdin.fail(reason);
        broken(reason);
    }

    private void broken(Isol8Exception reason) {
        arrivals.add(new Arrival.Broken(reason));
    }

    @Override
    public Optional<ProcessEvent> poll(Duration patience) throws InterruptedException {
        Arrival arrival = await(patience);
        if (arrival == null) {
            return Optional.empty();
        }
        if (arrival instanceof Arrival.Broken broken) {
            arrivals.add(broken);
            throw SupervisorConnection.again(broken.reason());
        }
        ProcessEvent event = ((Arrival.Event) arrival).event();
        if (event instanceof ProcessEvent.Output taken) {
            credit(taken.channel()).taken(taken.bytes().length);
        }
        return Optional.of(event);
    }

    /** While nothing happens it is made sure that something could. */
    private @Nullable Arrival await(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        while (left > Pulse.INTERVAL.toNanos()) {
            Arrival arrival = arrivals.poll(Pulse.INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
            if (arrival != null) {
                return arrival;
            }
            left -= Pulse.INTERVAL.toNanos();
            pulse.take();
        }
        return arrivals.poll(left, TimeUnit.NANOSECONDS);
    }

    private Credit credit(OutputChannel of) {
        return of == OutputChannel.STDOUT ? stdout : stderr;
    }

    @Override
    public void discard(OutputChannel of) {
        connection.send(
                FrameType.DISCARD, channel, new PayloadWriter().u8(code(of)).toBytes());
    }

    @Override
    public void writeStdin(byte[] bytes) throws InterruptedException {
        connection.checkAlive();
        stdin.write(bytes);
    }

    @Override
    public void endStdin() {
        connection.checkAlive();
        stdin.end();
    }

    @Override
    public void signal(Signal signal) {
        connection.send(
                FrameType.SIGNAL,
                channel,
                new PayloadWriter().u8(signal.number()).toBytes());
    }

    @Override
    public void kill() {
        connection.send(FrameType.KILL, channel, NOTHING);
    }

    private static int code(OutputChannel of) {
        return of == OutputChannel.STDOUT ? 1 : 2;
    }

    /** Gives back credit for what was taken, not for every morsel. Used by the polling thread. */
    private final class Credit {

        private final OutputChannel of;
        private final Allowance allowance = new Allowance(OUTPUT_WINDOW);
        private int owed;

        Credit(OutputChannel of) {
            this.of = of;
        }

        void taken(int bytes) {
            owed += bytes;
            if (owed >= OUTPUT_WINDOW / 4) {
                allowance.giveBack(owed);
                connection.send(
                        FrameType.CREDIT,
                        channel,
                        new PayloadWriter().u8(code(of)).u32(owed).toBytes());
                owed = 0;
            }
        }
    }
}
