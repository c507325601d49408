package io.isol8.testkit;

import static io.isol8.testkit.EgressProgram.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.ports.EgressGate;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import io.isol8.ports.Tunnel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How every sandbox carries connections to its gate: the promises of {@link Sandbox#openEgress}. Its spec has Python. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SandboxEgressContract extends SandboxHarness {

    private static final int REFUSED = 3;
    private static final int BLOCKS = 1600;
    private static final long MANY_BYTES = (long) BLOCKS * BLOCK;

    /** More than can be on the way at once: windows, queues and what a kernel holds on both sides. */
    private static final long NEVER_UNDER_WAY = 64 << 20;

    /** A gate that may fail as streams do. */
    @FunctionalInterface
    private interface Service {
        void serve(Tunnel tunnel) throws IOException;
    }

    private static EgressGate gate(Service service) {
        return tunnel -> {
            try {
                service.serve(tunnel);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static void echo(Tunnel tunnel) throws IOException {
        tunnel.input().transferTo(tunnel.output());
        tunnel.output().close();
    }

    private static Service answering(String text) {
        return tunnel -> {
            tunnel.input().readAllBytes();
            write(tunnel, text);
        };
    }

    private static ProcessSpec program(EgressProgram program, Object... args) {
        return program(program.argv(args));
    }

    private static SandboxProcess connected(Sandbox sandbox, EgressProgram program) throws InterruptedException {
        SandboxProcess process = sandbox.spawn(program(program));
        assertThat(take(process, "connected\n".length())).asString().isEqualTo("connected\n");
        return process;
    }

    private static void write(Tunnel tunnel, String text) throws IOException {
        tunnel.output().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesGoBothWays() throws InterruptedException {
        Sandbox sandbox = create();
        sandbox.openEgress(gate(SandboxEgressContract::echo));

        Outcome outcome = run(sandbox, program(EgressProgram.TALK, "hello"));

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("hello\n");
    }

    @Test
    void eachDirectionEndsByItself() throws Exception {
        CompletableFuture<String> after = new CompletableFuture<>();
        Sandbox sandbox = create();
        sandbox.openEgress(gate(tunnel -> {
            write(tunnel, "first");
            tunnel.output().close();
            after.complete(new String(tunnel.input().readAllBytes(), StandardCharsets.UTF_8));
        }));

        Outcome outcome = run(sandbox, program(EgressProgram.LISTEN_FIRST, "after"));

        assertThat(outcome.out()).isEqualTo("first\n");
        assertThat(after.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("after");
    }

    @Test
    void closingDeliversWhatWasWrittenBefore() throws InterruptedException {
        Sandbox sandbox = create();
        sandbox.openEgress(gate(tunnel -> write(tunnel, "blocked")));

        Outcome outcome = run(sandbox, program(EgressProgram.LISTEN_FIRST, "unheard"));

        assertThat(outcome.out()).isEqualTo("blocked\n");
    }

    @Test
    void aClosedTunnelNeitherReadsNorWrites() throws Exception {
        CompletableFuture<Tunnel> closed = new CompletableFuture<>();
        Sandbox sandbox = create();
        sandbox.openEgress(tunnel -> {
            tunnel.close();
            tunnel.close();
            closed.complete(tunnel);
        });
        SandboxProcess process = connected(sandbox, EgressProgram.HOLD);
        Tunnel tunnel = closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThatThrownBy(() -> tunnel.input().read()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tunnel.output().write(1)).isInstanceOf(IOException.class);
        process.kill();
    }

    @Test
    void closingWakesWhoeverReads() throws Exception {
        CompletableFuture<Tunnel> accepted = new CompletableFuture<>();
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Sandbox sandbox = create();
        sandbox.openEgress(tunnel -> {
            accepted.complete(tunnel);
            try {
                read.complete(tunnel.input().read());
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        });
        connected(sandbox, EgressProgram.HOLD);

        accepted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).close();

        assertThatThrownBy(() -> read.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void manyConnectionsAtOnce() throws InterruptedException {
        int crowd = 200;
        CountDownLatch everybody = new CountDownLatch(crowd);
        Sandbox sandbox = create();
        sandbox.openEgress(gate(tunnel -> {
            everybody.countDown();
            awaitLatch(everybody);
            echo(tunnel);
        }));

        Outcome outcome = run(sandbox, program(EgressProgram.CROWD, crowd));

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo(crowd + "\n");
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void moreConnectionsThanThereArePlacesWaitForOne() throws InterruptedException {
        int crowd = Sandbox.EGRESS_CONNECTIONS + 20;
        AtomicInteger present = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(Sandbox.EGRESS_CONNECTIONS);
        Sandbox sandbox = create();
        sandbox.openEgress(gate(tunnel -> {
            most.accumulateAndGet(present.incrementAndGet(), Math::max);
            full.countDown();
            awaitLatch(full);
            // Before the last byte: whoever waits comes as soon as this connection is over.
            byte[] text = tunnel.input().readAllBytes();
            present.decrementAndGet();
            tunnel.output().write(text);
        }));

        Outcome outcome = run(sandbox, program(EgressProgram.CROWD, crowd));

        assertThat(outcome.out()).isEqualTo(crowd + "\n");
        assertThat(most).hasValueLessThanOrEqualTo(Sandbox.EGRESS_CONNECTIONS);
    }

    @Test
    void manyShortConnectionsLeaveNothingBehind() throws InterruptedException {
        int many = 3 * Sandbox.EGRESS_CONNECTIONS;
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Sandbox sandbox = create();
        sandbox.openEgress(gate(tunnel -> {
            threads.add(Thread.currentThread());
            echo(tunnel);
        }));

        Outcome outcome = run(sandbox, program(EgressProgram.SEQUENCE, many));

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo(many + "\n");
        assertThat(threads).hasSize(many);
        await().atMost(PATIENCE).until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void muchGoesOutUnchanged() throws InterruptedException {
        Sandbox sandbox = create();
        sandbox.openEgress(gate(tunnel -> write(tunnel, EgressProgram.sum(tunnel.input()))));

        Outcome outcome = run(sandbox, program(EgressProgram.UPLOAD, BLOCKS));

        assertThat(outcome.out()).isEqualTo(expectedSum() + "\n");
    }

    @Test
    void muchComesInUnchanged() throws InterruptedException {
        Sandbox sandbox = create();
        sandbox.openEgress(gate(tunnel -> {
            for (int i = 0; i < BLOCKS; i++) {
                tunnel.output().write(EgressProgram.block(i));
            }
        }));

        Outcome outcome = run(sandbox, program(EgressProgram.DOWNLOAD));

        assertThat(outcome.out()).isEqualTo(expectedSum() + "\n");
    }

    private static String expectedSum() {
        try {
            String sum = EgressProgram.sum(new SequenceInputStream(Collections.enumeration(IntStream.range(0, BLOCKS)
                    .mapToObj(i -> (InputStream) new ByteArrayInputStream(EgressProgram.block(i)))
                    .toList())));
            assertThat(sum).startsWith(MANY_BYTES + " ");
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aProgramThatDoesNotTakeHoldsUpItsOwnConnectionOnly() throws Exception {
        AtomicLong written = new AtomicLong();
        CompletableFuture<Thread> writer = new CompletableFuture<>();
        CompletableFuture<Void> failed = new CompletableFuture<>();
        Sandbox sandbox = create();
        sandbox.openEgress(gate(tunnel -> {
            writer.complete(Thread.currentThread());
            try {
                while (true) {
                    tunnel.output().write(EgressProgram.block(0));
                    written.addAndGet(BLOCK);
                }
            } finally {
                failed.complete(null);
            }
        }));
        SandboxProcess stuck = connected(sandbox, EgressProgram.HOLD);
        awaitStandstill(written);
        assertThat(written).hasValueBetween(1, NEVER_UNDER_WAY);

        sandbox.openEgress(gate(SandboxEgressContract::echo));
        Outcome other = run(sandbox, program(EgressProgram.TALK, "through").withKeep(true));
        assertThat(other.out()).isEqualTo("through\n");
        assertThat(failed).isNotDone();

        stuck.kill();
        assertThat(follow(stuck).exit().killed()).isTrue();
        failed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEnds(writer.join());
    }

    @Test
    void aGateThatDoesNotTakeHoldsUpItsOwnConnectionOnly() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        AtomicLong read = new AtomicLong();
        Sandbox sandbox = create();
        sandbox.openEgress(gate(tunnel -> {
            awaitLatch(done);
            byte[] piece = new byte[BLOCK];
            for (int count = tunnel.input().read(piece);
                    count >= 0;
                    count = tunnel.input().read(piece)) {
                read.addAndGet(count);
            }
        }));
        SandboxProcess flood = connected(sandbox, EgressProgram.FLOOD);

        sandbox.openEgress(gate(SandboxEgressContract::echo));
        Outcome other = run(sandbox, program(EgressProgram.TALK, "through").withKeep(true));
        assertThat(other.out()).isEqualTo("through\n");

        flood.kill();
        assertThat(follow(flood).exit().killed()).isTrue();
        done.countDown();
        awaitStandstill(read);
        assertThat(read).hasValueLessThan(NEVER_UNDER_WAY);
    }

    private static void awaitStandstill(AtomicLong counter) {
        AtomicLong last = new AtomicLong(-1);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> counter.get() > 0 && counter.get() == last.getAndSet(counter.get()));
    }

    private static void assertEnds(Thread thread) throws InterruptedException {
        thread.join(PATIENCE.toMillis());
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void withoutAGateConnectionsAreRefused() throws InterruptedException {
        Outcome outcome = run(create(), program(EgressProgram.TALK, "anybody"));

        assertThat(outcome.out()).isEqualTo("refused\n");
        assertThat(outcome.exit().status()).isEqualTo(REFUSED);
    }

    @Test
    void aGateThatThrowsEndsItsConnectionOnly() throws InterruptedException {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Sandbox sandbox = create();
        sandbox.openEgress(tunnel -> {
            threads.add(Thread.currentThread());
            throw new IllegalStateException("on request of a test");
        });

        Outcome outcome = run(sandbox, program(EgressProgram.LISTEN_FIRST, "unheard"));
        sandbox.openEgress(gate(SandboxEgressContract::echo));
        Outcome next = run(sandbox, program(EgressProgram.TALK, "fine"));

        assertThat(outcome.out()).isEqualTo("\n");
        assertThat(next.out()).isEqualTo("fine\n");
        assertThat(threads).hasSize(1);
        assertEnds(threads.remove());
    }

    @Test
    void aLaterGateTakesLaterConnections() throws InterruptedException {
        Sandbox sandbox = create();
        sandbox.openEgress(gate(answering("one")));
        String first = run(sandbox, program(EgressProgram.TALK, "which")).out();

        sandbox.openEgress(gate(answering("two")));
        String second = run(sandbox, program(EgressProgram.TALK, "which")).out();

        assertThat(first).isEqualTo("one\n");
        assertThat(second).isEqualTo("two\n");
    }

    @Test
    void nothingSurvivesAReset() throws Exception {
        CompletableFuture<Thread> first = new CompletableFuture<>();
        CompletableFuture<Tunnel> old = new CompletableFuture<>();
        AtomicInteger second = new AtomicInteger();
        Sandbox sandbox = create();
        sandbox.openEgress(gate(tunnel -> {
            first.complete(Thread.currentThread());
            old.complete(tunnel);
            tunnel.input().readAllBytes();
        }));
        connected(sandbox, EgressProgram.HOLD);
        Thread serving = first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(sandbox.reset()).isTrue();

        assertEnds(serving);
        assertThatThrownBy(() -> old.join().output().write(1)).isInstanceOf(IOException.class);
        assertThat(run(sandbox, program(EgressProgram.TALK, "anybody")).out()).isEqualTo("refused\n");
        assertThat(sandbox.reset()).isTrue();
        sandbox.openEgress(gate(tunnel -> {
            second.incrementAndGet();
            echo(tunnel);
        }));
        assertThat(run(sandbox, program(EgressProgram.TALK, "fresh")).out()).isEqualTo("fresh\n");
        assertThat(second).hasValue(1);
    }

    @Test
    void theDeadlineComesWhileConnected() throws InterruptedException {
        CompletableFuture<Thread> served = new CompletableFuture<>();
        Sandbox sandbox = create();
        sandbox.openEgress(gate(tunnel -> {
            served.complete(Thread.currentThread());
            tunnel.input().readAllBytes();
        }));

        SandboxProcess process = sandbox.spawn(program(EgressProgram.HOLD).withDeadline(Duration.ofSeconds(5)));
        take(process, "connected\n".length());

        Outcome outcome = followInTime(process);

        assertThat(outcome.exit().deadlinePassed()).isTrue();
        assertEnds(served.join());
    }

    @Test
    void theEndOfTheSandboxIsTheEndOfItsConnections() throws Exception {
        CompletableFuture<Thread> served = new CompletableFuture<>();
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Sandbox sandbox = create();
        sandbox.openEgress(tunnel -> {
            served.complete(Thread.currentThread());
            try {
                read.complete(tunnel.input().read());
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        });
        connected(sandbox, EgressProgram.HOLD);
        Thread thread = served.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        awaitBlocked(thread);

        sandbox.close();

        assertEnds(thread);
        assertThat(read).isDone();
        assertFails(ErrorCode.SANDBOX_LOST, () -> sandbox.openEgress(tunnel -> {}));
    }
}
