package io.isol8.docker.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.docker.internal.protocol.ErrorReply;
import io.isol8.docker.internal.protocol.Exit;
import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameReader;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.FrameWriter;
import io.isol8.docker.internal.protocol.PayloadReader;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.docker.internal.protocol.Spawn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The real supervisor as a local process, PID 1 of namespaces of its own, with a thread that sorts its frames by
 * channel. Needs root. The system property {@code isol8.supervisor.binary} says which binary it is; the tests' helper
 * lies next to it.
 */
final class LocalSupervisor implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final List<String> ENV = List.of("PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/sandbox");
    static final long MUCH = 0xFFFFFFFFL;
    private static final byte[] NOTHING = {};

    private final Process process;
    private final Path root;
    private final FrameWriter writer;
    private final Thread reader;
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    private final Thread complaintReader;
    private final Map<Integer, BlockingQueue<Frame>> arrived = new ConcurrentHashMap<>();
    private final Map<Integer, BlockingQueue<Frame>> tunnelled = new ConcurrentHashMap<>();
    private final BlockingQueue<Frame> opened = new LinkedBlockingQueue<>();
    private final ReentrantLock gate = new ReentrantLock();
    private int lastChannel;
    private boolean mayComplain;

    private LocalSupervisor(String setup) throws IOException {
        Path binary = binary();
        root = Files.createTempDirectory("isol8-supervisor");
        process = new ProcessBuilder(
                        "unshare",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount",
                        "--propagation",
                        "private",
                        "--ipc",
                        "--net",
                        "sh",
                        "-c",
                        script(),
                        "sandbox.sh",
                        root.toString(),
                        binary.toString(),
                        binary.resolveSibling("test-helper").toString(),
                        setup)
                .start();
        writer = new FrameWriter(process.getOutputStream());
        reader = thread(this::sortFrames);
        complaintReader = thread(() -> process.getErrorStream().transferTo(complaints));
    }

    static LocalSupervisor start() throws IOException {
        return start("");
    }

    /** @param setup shell commands for the sandbox, run as root before the supervisor starts, in its root directory */
    static LocalSupervisor start(String setup) throws IOException {
        return new LocalSupervisor(setup);
    }

    static Path binary() {
        String path = System.getProperty("isol8.supervisor.binary", "../images/supervisor/build/supervisor");
        return Path.of(path).toAbsolutePath().normalize();
    }

    /** Sanitizers cost time and memory; limits on either do not hold with them. */
    static boolean isSanitized() {
        return binary().getFileName().toString().endsWith("-asan");
    }

    private static String script() throws IOException {
        try (InputStream in = LocalSupervisor.class.getResourceAsStream("sandbox.sh")) {
            if (in == null) {
                throw new IOException("sandbox.sh is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static Thread thread(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // The supervisor ended; what the tests wait for tells them.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void sortFrames() throws IOException {
        FrameReader frames = new FrameReader(process.getInputStream());
        for (Optional<Frame> frame = frames.read(); frame.isPresent(); frame = frames.read()) {
            gate.lock();
            try {
                queueFor(frame.get()).add(frame.get());
            } finally {
                gate.unlock();
            }
        }
    }

    private BlockingQueue<Frame> queueFor(Frame frame) {
        if (frame.type() == FrameType.EGRESS_OPENED) {
            return opened;
        }
        return frame.type().isOfConnection() ? tunnel(frame.channel()) : queue(frame.channel());
    }

    private BlockingQueue<Frame> queue(int channel) {
        return arrived.computeIfAbsent(channel, c -> new LinkedBlockingQueue<>());
    }

    private BlockingQueue<Frame> tunnel(int number) {
        return tunnelled.computeIfAbsent(number, n -> new LinkedBlockingQueue<>());
    }

    int newChannel() {
        return ++lastChannel;
    }

    void send(FrameType type, int channel, byte[] payload) {
        send(List.of(new Frame(type, channel, payload)));
    }

    /** Sends frames that arrive together. */
    void send(List<Frame> frames) {
        try {
            writer.write(frames);
        } catch (IOException e) {
            throw new UncheckedIOException(complaints.toString(StandardCharsets.UTF_8), e);
        }
    }

    void send(FrameType type, int channel) {
        send(type, channel, NOTHING);
    }

    void send(FrameType type, int channel, PayloadWriter payload) {
        send(type, channel, payload.toBytes());
    }

    /** Sends a request on a new channel. */
    int request(FrameType type, PayloadWriter payload) {
        int channel = newChannel();
        send(type, channel, payload);
        return channel;
    }

    /** Bytes that need not be frames. */
    OutputStream raw() {
        return process.getOutputStream();
    }

    Optional<Frame> poll(int channel, Duration patience) throws InterruptedException {
        return Optional.ofNullable(queue(channel).poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    Frame next(int channel) throws InterruptedException {
        return poll(channel, PATIENCE)
                .orElseThrow(() -> new AssertionError(
                        "no frame on channel " + channel + "; " + complaints.toString(StandardCharsets.UTF_8)));
    }

    Frame next(int channel, FrameType expected) throws InterruptedException {
        Frame frame = next(channel);
        assertThat(frame.type())
                .as("frame on channel %s: %s", channel, new String(frame.payload(), StandardCharsets.UTF_8))
                .isEqualTo(expected);
        return frame;
    }

    /** Opens the way out, each connection with that credit. */
    void listen(long credit) throws InterruptedException {
        next(request(FrameType.EGRESS_LISTEN, new PayloadWriter().u32(credit)), FrameType.EGRESS_READY);
    }

    /** The number of the next connection out, waiting for it. */
    int nextConnection() throws InterruptedException {
        return pollConnection(PATIENCE).orElseThrow(() -> new AssertionError("nobody connects"));
    }

    Optional<Integer> pollConnection(Duration patience) throws InterruptedException {
        return Optional.ofNullable(opened.poll(patience.toMillis(), TimeUnit.MILLISECONDS))
                .map(Frame::channel);
    }

    /** The next frame of a connection out, waiting for it. */
    Frame nextOf(int connection) throws InterruptedException {
        return pollOf(connection, PATIENCE)
                .orElseThrow(() -> new AssertionError("no frame of connection " + connection));
    }

    Optional<Frame> pollOf(int connection, Duration patience) throws InterruptedException {
        return Optional.ofNullable(tunnel(connection).poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    int spawn(Spawn spawn) {
        int channel = newChannel();
        send(FrameType.SPAWN, channel, spawn.encode());
        return channel;
    }

    /** Starts a program without input, deadline or bounds on its output. */
    int spawn(String... argv) {
        return spawn(spec(0, false, argv));
    }

    static Spawn spec(long deadlineMillis, boolean keep, String... argv) {
        return new Spawn(false, keep, false, deadlineMillis, MUCH, MUCH, "/sandbox", List.of(argv), ENV);
    }

    /** Uploads a file; the error if that fails. */
    Optional<ErrorReply> write(String path, int mode, byte[] content) throws Exception {
        int channel =
                request(FrameType.FILE_WRITE, new PayloadWriter().u32(mode).str(path));
        for (int at = 0; at < content.length; at += Frame.MAX_DATA) {
            int end = Math.min(content.length, at + Frame.MAX_DATA);
            send(FrameType.FILE_CHUNK, channel, Arrays.copyOfRange(content, at, end));
        }
        send(FrameType.FILE_COMMIT, channel, new byte[] {1});
        return error(next(channel), FrameType.FILE_DONE);
    }

    static Optional<ErrorReply> error(Frame frame, FrameType expected) throws IOException {
        if (frame.type() == FrameType.ERROR) {
            return Optional.of(ErrorReply.decode(frame.payload()));
        }
        assertThat(frame.type()).isEqualTo(expected);
        return Optional.empty();
    }

    /** Sends a request that carries a path and is answered by FILE_DONE or an error. */
    Optional<ErrorReply> fileRequest(FrameType type, PayloadWriter payload) throws Exception {
        return error(next(request(type, payload)), FrameType.FILE_DONE);
    }

    /** Waits for a program's end. */
    Outcome await(int channel) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        while (true) {
            Frame frame = next(channel);
            switch (frame.type()) {
                case STDOUT -> out.writeBytes(frame.payload());
                case STDERR -> err.writeBytes(frame.payload());
                case STDIN_CREDIT -> {}
                case EXIT -> {
                    return new Outcome(Exit.decode(frame.payload()), out.toByteArray(), err.toByteArray());
                }
                default ->
                    throw new AssertionError(frame.type() + " " + new String(frame.payload(), StandardCharsets.UTF_8));
            }
        }
    }

    Outcome run(String... argv) throws Exception {
        return await(spawn(argv));
    }

    Outcome sh(String script) throws Exception {
        return run("sh", "-c", script);
    }

    record Outcome(Exit exit, byte[] stdout, byte[] stderr) {
        String out() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        String err() {
            return new String(stderr, StandardCharsets.UTF_8);
        }
    }

    /** What a reset reports to be left; empty if the sandbox is clean. */
    String reset() throws Exception {
        int channel = request(FrameType.RESET, new PayloadWriter());
        return leftOver(next(channel, FrameType.RESET_DONE));
    }

    static String leftOver(Frame resetDone) throws IOException {
        PayloadReader reader = new PayloadReader(resetDone.payload());
        boolean clean = reader.u8() == 1;
        String left = reader.str();
        reader.end();
        assertThat(left.isEmpty()).isEqualTo(clean);
        return left;
    }

    void ping() throws InterruptedException {
        int channel = request(FrameType.PING, new PayloadWriter().raw(new byte[] {4, 2}));
        assertThat(next(channel, FrameType.PONG).payload()).containsExactly(4, 2);
    }

    /** Sends so many pings from a thread of its own, as fast as they are taken. */
    Thread floodWithPings(int channel, int count) {
        return thread(() -> {
            List<Frame> thousand = Collections.nCopies(1000, new Frame(FrameType.PING, channel, new byte[64]));
            for (int sent = 0; sent < count; sent += thousand.size()) {
                writer.write(thousand);
            }
        });
    }

    /** Stops taking its frames until {@link #resume}. */
    void stall() {
        gate.lock();
    }

    void resume() {
        gate.unlock();
    }

    /** Memory of the supervisor in use, in KiB. */
    long residentKib() throws IOException {
        Path status = Path.of("/proc", Long.toString(supervisor().pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Closes its standard input. */
    void hangUp() throws IOException {
        process.getOutputStream().close();
    }

    int awaitEnd() throws InterruptedException {
        mayComplain = true;
        assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        return process.exitValue();
    }

    /** The supervisor itself, as the host sees it. */
    ProcessHandle supervisor() {
        return process.children().findFirst().orElseThrow();
    }

    String complaints() throws InterruptedException {
        complaintReader.join();
        return complaints.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        try {
            end();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void end() throws IOException, InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
        reader.join();
        Files.deleteIfExists(root);
        String said = complaints();
        assertThat(said).doesNotContain("Sanitizer", "runtime error");
        if (!mayComplain) {
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said).isEmpty();
        }
    }
}
