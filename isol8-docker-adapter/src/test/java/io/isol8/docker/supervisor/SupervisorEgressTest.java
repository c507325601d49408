package io.isol8.docker.supervisor;

import static io.isol8.docker.supervisor.LocalSupervisor.MUCH;
import static io.isol8.docker.supervisor.LocalSupervisor.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.docker.internal.protocol.ErrorReply;
import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.Hello;
import io.isol8.docker.internal.protocol.PayloadReader;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.docker.internal.protocol.Spawn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections out of the sandbox, carried over the stream. */
@Timeout(300)
class SupervisorEgressTest {

    private static final String HELPER = "/opt/helper";
    private static final int WINDOW = 256 * 1024;
    private static final int PLACES = 256;
    private static final int REFUSED = 3;
    private static final Duration A_MOMENT = Duration.ofMillis(300);

    private LocalSupervisor supervisor;

    @BeforeEach
    void start() throws IOException {
        supervisor = LocalSupervisor.start("opt/helper loopback");
    }

    @AfterEach
    void end() throws IOException {
        supervisor.close();
    }

    private int connected(String script) {
        return supervisor.spawn(HELPER, "connected", "sh", "-c", script);
    }

    private void send(int connection, String text) {
        supervisor.send(FrameType.EGRESS_SEND, connection, text.getBytes(UTF_8));
    }

    private void close(int connection) {
        supervisor.send(FrameType.EGRESS_CLOSE, connection);
    }

    private void credit(int connection, long bytes) {
        supervisor.send(FrameType.EGRESS_CREDIT, connection, new PayloadWriter().u32(bytes));
    }

    /** All that the program sends until it is done, or until its connection breaks. */
    private byte[] receive(int connection, FrameType end) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Frame frame = supervisor.nextOf(connection);
        for (; frame.type() == FrameType.EGRESS_RECEIVED; frame = supervisor.nextOf(connection)) {
            bytes.writeBytes(frame.payload());
        }
        assertThat(frame.type()).isEqualTo(end);
        assertThat(frame.payload()).isEmpty();
        return bytes.toByteArray();
    }

    private void assertClosed(int connection) throws InterruptedException {
        assertThat(supervisor.nextOf(connection).type()).isEqualTo(FrameType.EGRESS_CLOSED);
    }

    @Test
    void saysThatItHasThem() throws Exception {
        assertThat(Hello.decode(supervisor.next(0, FrameType.HELLO).payload()).hasEgress())
                .isTrue();
    }

    @Test
    void bytesGoBothWaysAndEachDirectionEndsByItself() throws Exception {
        supervisor.listen(MUCH);
        int program = connected("echo question >&3; " + HELPER + " shut 3; cat <&3");
        int connection = supervisor.nextConnection();

        assertThat(receive(connection, FrameType.EGRESS_DONE)).asString().isEqualTo("question\n");
        send(connection, "answer");
        supervisor.send(FrameType.EGRESS_END, connection);

        assertThat(supervisor.await(program).out()).isEqualTo("answer");
        assertClosed(connection);
    }

    @Test
    void theEnginesDirectionMayEndFirst() throws Exception {
        supervisor.listen(MUCH);
        int program = connected("cat <&3; echo after >&3");
        int connection = supervisor.nextConnection();

        send(connection, "all");
        supervisor.send(FrameType.EGRESS_END, connection);
        send(connection, "too late: dropped");

        assertThat(receive(connection, FrameType.EGRESS_DONE)).asString().isEqualTo("after\n");
        assertThat(supervisor.await(program).out()).isEqualTo("all");
        assertClosed(connection);
    }

    @Test
    void nobodyListensUnlessAskedTo() throws Exception {
        assertThat(supervisor.run(HELPER, "connected", "true").exit().status()).isEqualTo(REFUSED);

        supervisor.listen(MUCH);
        supervisor.listen(MUCH);
        assertThat(supervisor.run(HELPER, "connected", "true").exit().status()).isZero();

        assertThat(supervisor.reset()).isEmpty();
        assertThat(supervisor.run(HELPER, "connected", "true").exit().status()).isEqualTo(REFUSED);
    }

    @Test
    void aPortThatIsTakenIsAnError() throws Exception {
        int thief = supervisor.spawn(HELPER, "steal");
        supervisor.next(thief, FrameType.STDOUT);

        int channel = supervisor.request(FrameType.EGRESS_LISTEN, new PayloadWriter().u32(MUCH));
        String text = ErrorReply.decode(
                        supervisor.next(channel, FrameType.ERROR).payload())
                .text();

        assertThat(text).isEqualTo("cannot listen on port 8118: Address already in use");
    }

    @Test
    void whatTheEngineDoesNotTakeStaysInTheProgram() throws Exception {
        supervisor.listen(100_000);
        int program = supervisor.spawn(HELPER, "connected", HELPER, "spew", "20000000", "3");
        int connection = supervisor.nextConnection();
        int got = 0;
        while (got < 100_000) {
            got += supervisor.nextOf(connection).payload().length;
        }

        assertThat(got).isEqualTo(100_000);
        assertThat(supervisor.pollOf(connection, A_MOMENT)).isEmpty();
        supervisor.ping();
        credit(connection, MUCH);
        byte[] rest = receive(connection, FrameType.EGRESS_DONE);

        assertThat(got + rest.length).isEqualTo(20_000_000);
        for (int i = 0; i < rest.length; i++) {
            if (rest[i] != (byte) ((got + i) % 251)) {
                throw new AssertionError("byte " + (got + i));
            }
        }
        assertThat(supervisor.await(program).exit().status()).isZero();
    }

    @Test
    void whatTheProgramDoesNotTakeStaysInTheEngine() throws Exception {
        supervisor.listen(MUCH);
        int program = connected("sleep 1000");
        int connection = supervisor.nextConnection();
        long sent = sendUntilNobodyTakes(connection);
        supervisor.ping();
        if (!LocalSupervisor.isSanitized()) {
            assertThat(supervisor.residentKib()).isLessThan(2500);
        }

        supervisor.send(FrameType.KILL, program);
        assertThat(supervisor.await(program).exit().killed()).isTrue();
        assertThat(sent).isGreaterThanOrEqualTo(WINDOW);
        assertClosedInTheEnd(connection);
    }

    /** As much as the window allows, again and again. */
    private long sendUntilNobodyTakes(int connection) throws Exception {
        byte[] piece = new byte[Frame.MAX_DATA];
        long sent = 0;
        long window = WINDOW;
        while (true) {
            for (; window >= piece.length; window -= piece.length) {
                supervisor.send(FrameType.EGRESS_SEND, connection, piece);
                sent += piece.length;
            }
            Optional<Frame> credit = supervisor.pollOf(connection, A_MOMENT);
            if (credit.isEmpty()) {
                supervisor.ping();
                credit = supervisor.pollOf(connection, A_MOMENT);
            }
            if (credit.isEmpty()) {
                return sent;
            }
            assertThat(credit.get().type()).isEqualTo(FrameType.EGRESS_CREDITED);
            window += new PayloadReader(credit.get().payload()).u32();
        }
    }

    private void assertClosedInTheEnd(int connection) throws InterruptedException {
        Frame frame = supervisor.nextOf(connection);
        while (frame.type() != FrameType.EGRESS_CLOSED) {
            frame = supervisor.nextOf(connection);
        }
    }

    @Test
    void moreThanTheWindowEndsEverything() throws Exception {
        supervisor.listen(MUCH);
        connected("sleep 1000");
        int connection = supervisor.nextConnection();
        sendUntilNobodyTakes(connection);
        supervisor.send(FrameType.EGRESS_SEND, connection, new byte[Frame.MAX_DATA]);
        supervisor.next(0, FrameType.HELLO);

        assertThat(ErrorReply.decode(supervisor.next(0, FrameType.ERROR).payload())
                        .text())
                .isEqualTo("protocol error: EGRESS_SEND beyond the window");
        assertThat(supervisor.awaitEnd()).isEqualTo(2);
    }

    @Test
    void aSlowProgramGetsEverything() throws Exception {
        supervisor.listen(MUCH);
        int program = supervisor.spawn(HELPER, "connected", HELPER, "slow", "3");
        int connection = supervisor.nextConnection();
        long sum = 0;
        int count = 8 << 20;
        long window = WINDOW;
        byte[] piece = new byte[Frame.MAX_DATA];
        for (int at = 0; at < count; at += piece.length) {
            for (int i = 0; i < piece.length; i++) {
                piece[i] = (byte) ((at + i) * 7);
                sum = sum * 31 + (piece[i] & 0xff);
            }
            while (window < piece.length) {
                window += new PayloadReader(supervisor.nextOf(connection).payload()).u32();
            }
            supervisor.send(FrameType.EGRESS_SEND, connection, piece.clone());
            window -= piece.length;
        }
        close(connection);

        assertThat(supervisor.await(program).out()).isEqualTo("%d %x\n".formatted(count, sum));
    }

    @Test
    void theProgramSeesAllBeforeTheEndAlsoIfItIsStillTalking() throws Exception {
        supervisor.listen(1000);
        int program = connected(HELPER + " spew 3000000 3 2>/dev/null & sleep 0.2; cat <&3; wait");
        int connection = supervisor.nextConnection();

        send(connection, "no");
        close(connection);

        assertThat(supervisor.await(program).out()).isEqualTo("no");
    }

    @Test
    void aProgramThatDoesNotCloseIsLeftAlone() throws Exception {
        supervisor.listen(MUCH);
        int program = connected("cat <&3; sleep 1000");
        int connection = supervisor.nextConnection();

        send(connection, "bye");
        close(connection);
        supervisor.next(program, FrameType.STDOUT);

        await().atMost(PATIENCE).until(() -> sockets() == 1);
        supervisor.ping();
    }

    /** How many sockets the supervisor has. */
    private long sockets() throws IOException {
        Path descriptors =
                Path.of("/proc", Long.toString(supervisor.supervisor().pid()), "fd");
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(SupervisorEgressTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void manyConnectionsAtOnce() throws Exception {
        supervisor.listen(MUCH);
        int program = supervisor.spawn(HELPER, "crowd", "200");
        List<Integer> connections =
                IntStream.range(0, 200).mapToObj(i -> connection()).toList();

        for (int connection : connections) {
            supervisor.send(FrameType.EGRESS_SEND, connection, receive(connection, FrameType.EGRESS_DONE));
            supervisor.send(FrameType.EGRESS_END, connection);
        }

        assertThat(connections).doesNotHaveDuplicates();
        assertThat(supervisor.await(program).out()).isEqualTo("200\n");
        for (int connection : connections) {
            assertClosed(connection);
        }
    }

    private int connection() {
        try {
            return supervisor.nextConnection();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoeverComesWhenAllPlacesAreTakenWaitsForOne() throws Exception {
        supervisor.listen(MUCH);
        int program = supervisor.spawn(HELPER, "crowd", Integer.toString(PLACES + 10));
        List<Integer> first =
                IntStream.range(0, PLACES).mapToObj(i -> connection()).toList();

        assertThat(supervisor.pollConnection(A_MOMENT)).isEmpty();
        assertThat(sockets()).isEqualTo(PLACES + 1);
        supervisor.ping();

        for (int connection : first) {
            echo(connection);
        }
        for (int i = 0; i < 10; i++) {
            echo(connection());
        }
        assertThat(supervisor.await(program).out()).isEqualTo(PLACES + 10 + "\n");
    }

    private void echo(int connection) throws Exception {
        supervisor.send(FrameType.EGRESS_SEND, connection, receive(connection, FrameType.EGRESS_DONE));
        supervisor.send(FrameType.EGRESS_END, connection);
    }

    @Test
    void connectionsThatBreakLeaveNothingBehind() throws Exception {
        supervisor.listen(MUCH);
        int program = supervisor.spawn(HELPER, "swarm", "2000");

        assertThat(supervisor.await(program).exit().status()).isZero();
        await().atMost(PATIENCE).until(() -> sockets() == 1);
        Optional<Integer> connection = supervisor.pollConnection(A_MOMENT);
        assertThat(connection).isPresent();
        while (connection.isPresent()) {
            assertClosedInTheEnd(connection.get());
            connection = supervisor.pollConnection(A_MOMENT);
        }
    }

    @Test
    void aResetClosesEverything() throws Exception {
        supervisor.listen(MUCH);
        supervisor.spawn(LocalSupervisor.spec(0, true, HELPER, "connected", "sleep", "1000"));
        int connection = supervisor.nextConnection();

        assertThat(supervisor.reset()).isEmpty();

        assertClosed(connection);
        assertThat(sockets()).isZero();
        send(connection, "nobody has this number any more");
        supervisor.listen(MUCH);
        int program = connected("cat <&3");
        int next = supervisor.nextConnection();
        assertThat(next).isNotEqualTo(connection);
        send(next, "fresh");
        close(next);
        assertThat(supervisor.await(program).out()).isEqualTo("fresh");
        assertThat(supervisor.pollOf(connection, A_MOMENT)).isEmpty();
    }

    @Test
    void aFullStreamToTheEngineStopsNothing() throws Exception {
        supervisor.listen(MUCH);
        int program = supervisor.spawn(HELPER, "connected", HELPER, "spew", "50000000", "3");
        int connection = supervisor.nextConnection();
        supervisor.stall();
        await().during(A_MOMENT).until(() -> true);
        long before = cpuMillis();
        await().during(A_MOMENT).until(() -> true);
        // A loop that finds nothing to do, over and over, takes all of the time.
        assertThat(cpuMillis() - before).isLessThan(A_MOMENT.toMillis() / 2);
        supervisor.resume();

        assertThat(receive(connection, FrameType.EGRESS_DONE)).hasSize(50_000_000);
        assertThat(supervisor.await(program).exit().status()).isZero();
    }

    private long cpuMillis() {
        return supervisor.supervisor().info().totalCpuDuration().orElseThrow().toMillis();
    }

    @Test
    void theDeadlineComesWhileEverythingIsConnected() throws Exception {
        supervisor.listen(1000);
        Spawn spawn = LocalSupervisor.spec(3000, false, HELPER, "connected", HELPER, "spew", "50000000", "3");
        int program = supervisor.spawn(spawn);
        int connection = supervisor.nextConnection();

        assertThat(supervisor.await(program).exit().deadlinePassed()).isTrue();
        credit(connection, MUCH);
        Frame frame = supervisor.nextOf(connection);
        while (frame.type() == FrameType.EGRESS_RECEIVED) {
            frame = supervisor.nextOf(connection);
        }
        assertThat(frame.type()).isIn(FrameType.EGRESS_DONE, FrameType.EGRESS_CLOSED);
    }

    @Test
    void anIdleEndThatIsNotTakenCostsNothing() throws Exception {
        supervisor.listen(10);
        int program = supervisor.spawn(HELPER, "connected", HELPER, "spew", "100", "3");
        int connection = supervisor.nextConnection();
        supervisor.send(FrameType.EGRESS_END, connection);
        assertThat(supervisor.await(program).exit().status()).isZero();

        long before = cpuMillis();
        await().during(A_MOMENT).until(() -> true);
        assertThat(cpuMillis() - before).isLessThan(A_MOMENT.toMillis() / 2);
        credit(connection, MUCH);
        assertThat(receive(connection, FrameType.EGRESS_DONE)).hasSize(100);
        assertClosed(connection);
    }

    @Test
    void oneTunnelIsFast() throws Exception {
        supervisor.listen(MUCH);
        long size = 500_000_000;
        long start = System.nanoTime();
        supervisor.spawn(HELPER, "connected", HELPER, "spew", Long.toString(size), "3");
        int connection = supervisor.nextConnection();
        long got = 0;
        while (got < size) {
            got += supervisor.nextOf(connection).payload().length;
        }
        System.out.printf("tunnel to the engine: %.0f MB/s%n", size * 1e3 / (System.nanoTime() - start));
    }
}
