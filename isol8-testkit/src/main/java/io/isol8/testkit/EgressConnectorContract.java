package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.EgressGate;
import io.isol8.ports.Tunnel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every way out does: the promises of {@link EgressConnector} and of the tunnels that it makes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class EgressConnectorContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** No resolver asks anybody for a name with a part of this length. */
    private static final String NO_NAME = "x".repeat(64) + ".invalid";

    /** The connector under test, for which {@code localhost} is {@link #address}. */
    protected abstract EgressConnector connector();

    /** Where {@link #serve} makes servers. */
    protected abstract InetAddress address();

    /**
     * Starts a server for the length of a test.
     *
     * @return its port
     */
    protected abstract int serve(EgressGate server);

    /** A port at which there is no server. */
    protected abstract int unusedPort();

    /** A server that may fail as streams do. */
    @FunctionalInterface
    private interface Service {
        void serve(Tunnel tunnel) throws IOException;
    }

    private Tunnel connectTo(Service service) {
        int port = serve(tunnel -> {
            try {
                service.serve(tunnel);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return connector().connect(address(), port, PATIENCE);
    }

    private static void write(Tunnel tunnel, String text) throws IOException {
        tunnel.output().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String readAll(Tunnel tunnel) throws IOException {
        return new String(tunnel.input().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void assertUnreachable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.HOST_UNREACHABLE));
    }

    @Test
    void aNameHasAddresses() {
        assertThat(connector().resolve("localhost")).contains(address());
    }

    @Test
    void aNameWithoutAnAddressIsUnreachable() {
        assertUnreachable(() -> connector().resolve(NO_NAME));
    }

    @Test
    void nobodyThereIsUnreachable() {
        int port = unusedPort();

        assertUnreachable(() -> connector().connect(address(), port, PATIENCE));
    }

    @Test
    void bytesGoBothWaysAndTheFirstDirectionMayEnd() throws IOException {
        try (Tunnel tunnel = connectTo(server -> write(server, readAll(server) + " yourself"))) {
            write(tunnel, "hello");
            tunnel.output().close();

            assertThat(readAll(tunnel)).isEqualTo("hello yourself");
        }
    }

    @Test
    void theOtherDirectionMayEndFirst() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (Tunnel tunnel = connectTo(server -> {
            write(server, "go on");
            server.output().close();
            heard.complete(readAll(server));
        })) {
            assertThat(readAll(tunnel)).isEqualTo("go on");
            write(tunnel, "I do");
            tunnel.output().close();

            assertThat(heard.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("I do");
        }
    }

    @Test
    void muchGoesThroughUnchanged() throws IOException {
        int blocks = 320;
        try (Tunnel tunnel = connectTo(server -> {
            for (int i = 0; i < blocks; i++) {
                server.output().write(EgressProgram.block(i));
            }
        })) {
            for (int i = 0; i < blocks; i++) {
                assertThat(tunnel.input().readNBytes(EgressProgram.BLOCK)).isEqualTo(EgressProgram.block(i));
            }
            assertThat(tunnel.input().read()).isNegative();
        }
    }

    @Test
    void closingWakesWhoeverReads() throws Exception {
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Tunnel tunnel = connectTo(server -> server.input().readAllBytes());
        CountDownLatch begun = new CountDownLatch(1);
        inBackground(read, () -> {
            begun.countDown();
            return tunnel.input().read();
        });
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        tunnel.close();

        assertThatThrownBy(() -> read.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void closingWakesWhoeverWrites() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicLong written = new AtomicLong();
        CompletableFuture<Integer> end = new CompletableFuture<>();
        Tunnel tunnel = connectTo(server -> awaitLatch(over));
        inBackground(end, () -> {
            while (true) {
                tunnel.output().write(EgressProgram.block(0));
                written.incrementAndGet();
            }
        });
        AtomicLong last = new AtomicLong(-1);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> written.get() > 0 && written.get() == last.getAndSet(written.get()));

        tunnel.close();

        assertThatThrownBy(() -> end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
        over.countDown();
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** What ends in an answer or in an exception. */
    @FunctionalInterface
    private interface Task {
        int run() throws IOException;
    }

    private static void inBackground(CompletableFuture<Integer> result, Task task) {
        Thread thread = new Thread(() -> {
            try {
                result.complete(task.run());
            } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void aClosedTunnelNeitherReadsNorWrites() {
        Tunnel tunnel = connectTo(server -> server.input().readAllBytes());
        tunnel.close();
        tunnel.close();

        assertThatThrownBy(() -> tunnel.input().read()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tunnel.output().write(1)).isInstanceOf(IOException.class);
    }

    @Test
    void closingIsTheEndForTheOtherSide() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        Tunnel tunnel = connectTo(server -> heard.complete(readAll(server)));
        write(tunnel, "last words");

        tunnel.close();

        assertThat(heard.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("last words");
    }
}
