package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.FrameWriter;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.OpenFile;
import io.isol8.ports.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody took over the supervisor and sends what it likes: nothing of isol8 grows with that. */
@Timeout(180)
final class HostileSupervisorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PIECE = 64 * 1024;
    private static final int FIRST = 1;
    private static final int NUMBER = 7;

    private final PipedOutputStream toIsol8 = new PipedOutputStream();
    private final HijackedInput fromIsol8 = new HijackedInput(PATIENCE);
    private final SupervisorConnection connection = connect();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private SupervisorConnection connect() {
        try {
            AttachedOutput output = new AttachedOutput(new PipedInputStream(toIsol8, 4 * 1024 * 1024));
            return new SupervisorConnection("hostile", output, fromIsol8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        fromIsol8.end();
        toIsol8.close();
    }

    private void send(FrameType type, int channel, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        new FrameWriter(frame).write(type, channel, payload);
        toIsol8.write(
                ByteBuffer.allocate(8).put((byte) 1).putInt(4, frame.size()).array());
        toIsol8.write(frame.toByteArray());
        toIsol8.flush();
    }

    private void send(FrameType type, int channel, int bytes) throws IOException {
        for (int sent = 0; sent < bytes; sent += PIECE) {
            send(type, channel, new byte[PIECE]);
        }
    }

    /** So much that isol8 may stop reading before the end. */
    private void sendTooMuch(FrameType type, int channel, int bytes) {
        try {
            send(type, channel, bytes);
        } catch (IOException e) {
            // nobody reads any more
        }
    }

    private void assertGone(FrameType type) {
        connection.whenGone(() -> gone.complete(null));
        await().atMost(PATIENCE).until(gone::isDone);
        assertThatThrownBy(connection::checkAlive).isInstanceOfSatisfying(Isol8Exception.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.SANDBOX_LOST);
            assertThat(failure.message())
                    .isEqualTo("The sandbox is gone: the supervisor sent " + type + " that it was not allowed to");
        });
    }

    private void assertAlive() {
        connection.whenGone(() -> gone.complete(null));
        assertThat(gone).isNotDone();
    }

    private DockerProcess spawn() {
        ProcessSpec program = new ProcessSpec(List.of("true"), Map.of(), "/sandbox", Duration.ofSeconds(10));
        DockerFiles files = new DockerFiles(connection);
        return new DockerProcess(connection, files, program, PIECE, new Pulse(connection, () -> {}), true);
    }

    @Test
    void outputBeyondItsWindowEndsTheSandbox() throws IOException, InterruptedException {
        DockerProcess process = spawn();
        send(FrameType.STDOUT, FIRST, DockerProcess.OUTPUT_WINDOW);
        for (int taken = 0; taken < DockerProcess.OUTPUT_WINDOW; taken += PIECE) {
            assertThat(process.poll(PATIENCE)).isPresent();
        }
        send(FrameType.STDOUT, FIRST, DockerProcess.OUTPUT_WINDOW);
        assertThat(process.poll(PATIENCE)).isPresent();
        assertAlive();

        sendTooMuch(FrameType.STDOUT, FIRST, DockerProcess.OUTPUT_WINDOW);

        assertGone(FrameType.STDOUT);
    }

    @Test
    void framesOfOutputWithNothingInThemEndTheSandbox() throws IOException {
        spawn();

        send(FrameType.STDERR, FIRST, new byte[0]);

        assertGone(FrameType.STDERR);
    }

    @Test
    void aFileBeyondItsWindowEndsTheSandbox() throws IOException {
        DockerFiles files = new DockerFiles(connection);
        CompletableFuture<OpenFile> reading =
                CompletableFuture.supplyAsync(() -> files.open("/sandbox/f", 0, Long.MAX_VALUE));
        assertThat(fromIsol8.read(new byte[PIECE])).isPositive();

        sendTooMuch(FrameType.FILE_DATA, FIRST, (1 << 20) + PIECE);

        assertGone(FrameType.FILE_DATA);
        assertThatThrownBy(reading::join).hasCauseInstanceOf(Isol8Exception.class);
    }

    @Test
    void aConnectionOutThatSendsBeyondItsWindowEndsTheSandbox() throws IOException {
        connection.egress().open(tunnel -> new CompletableFuture<Void>().join());
        send(FrameType.EGRESS_OPENED, NUMBER, new PayloadWriter().u32(PIECE).toBytes());

        sendTooMuch(FrameType.EGRESS_RECEIVED, NUMBER, SandboxTunnel.WINDOW + PIECE);

        assertGone(FrameType.EGRESS_RECEIVED);
    }

    @Test
    void moreConnectionsOutThanThereMayBeAreClosedAtOnce() throws IOException {
        Queue<Object> served = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        connection.egress().open(tunnel -> {
            served.add(tunnel);
            end.join();
        });
        try {
            for (int number = 1; number <= 300; number++) {
                send(
                        FrameType.EGRESS_OPENED,
                        number,
                        new PayloadWriter().u32(PIECE).toBytes());
            }
            await().atMost(PATIENCE).until(() -> served.size() == 256);
            send(FrameType.EGRESS_CLOSED, NUMBER, new byte[0]);
            send(FrameType.EGRESS_OPENED, 301, new PayloadWriter().u32(PIECE).toBytes());

            await().atMost(PATIENCE).until(() -> served.size() == 257);
            assertAlive();
        } finally {
            end.complete(null);
        }
    }
}
