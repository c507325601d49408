package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.RemoteCodePolicy;
import io.isol8.domain.SessionKey;
import io.isol8.domain.audit.AuditDetail;
import io.isol8.domain.audit.AuditRecord;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.RefusedExecution;
import io.isol8.ports.RunningExecution;
import io.isol8.ports.TenantShare;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryAuditSink;
import io.isol8.testkit.InMemoryCodeFetcher;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.Operation;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written down of executions (spec 20.3, 21). */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AuditTest {

    private static final SessionKey KEY = new SessionKey("acme", "s");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestClock clock = new TestClock();
    private InMemoryContainerRuntime containers = new InMemoryContainerRuntime(clock);
    private final FakeImageCatalog images = new FakeImageCatalog();
    private final InMemoryAuditSink sink = new InMemoryAuditSink();
    private AuditTrail trail = AuditTrail.to(sink, AuditDetail.DEFAULT, clock);
    private LocalService service = audited();

    private LocalService audited() {
        containers.onAnything(run -> run.exit(0));
        return new LocalService(
                EngineSettings.defaults().withMaxConcurrent(1).withMaxQueued(1).withPooling(PoolPolicy.FRESH), parts());
    }

    private EngineParts parts() {
        return EngineParts.of(containers, images, clock, new RecordingProgress())
                .withAudit(trail);
    }

    private void audit(AuditDetail detail) {
        service.close();
        containers = new InMemoryContainerRuntime(clock);
        trail = AuditTrail.to(sink, detail, clock);
        service = audited();
    }

    @AfterEach
    void close() {
        sink.setBlocked(false);
        service.close();
        await().until(sink::isClosed);
    }

    private static ExecutionOrder order(ExecutionRequest request, Isol8Options options) {
        return new ExecutionOrder(
                request, options, "acme", Optional.empty(), TenantShare.ALL, Optional.of("key 1"), image -> true);
    }

    private static ExecutionOrder order(ExecutionRequest request) {
        return order(request, Isol8Options.defaults());
    }

    /** The records so far, when all that began is written. */
    private List<AuditRecord> records() {
        service.stop();
        trail.flush(PATIENCE);
        service.start();
        return sink.records();
    }

    private AuditRecord only() {
        assertThat(records()).hasSize(1);
        return sink.records().get(0);
    }

    private void assertError(AuditRecord record, String termination, ErrorCode code, String message) {
        assertThat(record.termination()).isEqualTo(termination);
        assertThat(record.error()).contains(new AuditRecord.Failure(Optional.of(code), message));
        assertThat(record.exitCode()).isEqualTo(AuditRecord.NO_EXIT_CODE);
        assertThat(record.resourceUsage()).isEmpty();
    }

    @Test
    void a_buffered_execution_is_told_with_everything_but_what_is_private() {
        containers.onSource(
                "hello", run -> run.stdout("hi\n").delay(Duration.ofMillis(41)).exit(3));
        ExecutionRequest request = ExecutionRequest.builder("python")
                .code("hello")
                .metadata("userId", "u1")
                .metadata("ticket", "42")
                .build();
        EngineFixture.Caller caller = EngineFixture.start(() -> service.execute(order(request)));
        await().until(() -> containers.running() == 1);
        await().until(() -> {
            clock.advance(Duration.ofMillis(41));
            return caller.result().isDone();
        });
        ExecutionResult result = caller.result().join();

        AuditRecord record = only();
        assertThat(record.executionId()).isEqualTo(result.executionId());
        assertThat(record.containerId()).isEqualTo(result.containerId()).isNotEmpty();
        assertThat(record.resourceUsage()).isEqualTo(result.resourceUsage()).isPresent();
        assertThat(record.timestamp()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(record.durationMs()).isEqualTo(result.durationMs());
        assertThat(record.tenant()).isEqualTo("acme");
        assertThat(record.keyId()).contains("key 1");
        assertThat(record.userId()).isEqualTo("u1");
        assertThat(record.metadata()).isEqualTo(Map.of("userId", "u1", "ticket", "42"));
        assertThat(record.runtime()).isEqualTo("python");
        assertThat(record.codeHash()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(record.exitCode()).isEqualTo(3);
        assertThat(record.termination()).isEqualTo("exited");
        assertThat(record.error()).isEmpty();
        assertThat(record.code()).isEmpty();
        assertThat(record.output()).isEmpty();
        assertThat(record.lost()).isZero();
    }

    @Test
    void the_hash_of_a_command_is_that_of_its_line() {
        service.execute(order(ExecutionRequest.builder("bash").cmd("hello").build()));
        assertThat(only().codeHash()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void code_and_output_are_told_if_they_are_to_be(boolean streamed) throws InterruptedException {
        audit(new AuditDetail(true, true, false));
        containers.onSource("x", run -> run.stdout("out\n").stderr("err\n"));
        if (streamed) {
            try (RunningExecution running = service.executeStream(order(request("x")))) {
                running.result();
            }
        } else {
            service.execute(order(request("x")));
        }
        assertThat(only().code()).contains("x");
        assertThat(only().output()).contains(new AuditRecord.Output("out", "err"));
        assertThat(only().resourceUsage()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void output_is_bounded_as_in_the_result(boolean streamed) throws InterruptedException {
        audit(new AuditDetail(false, true, false));
        containers.onAnything(run -> run.stdout("x".repeat(1000)));
        ExecutionOrder order =
                order(request("x"), Isol8Options.builder().maxOutputSize(10).build());
        if (streamed) {
            try (RunningExecution running = service.executeStream(order)) {
                running.result();
            }
        } else {
            service.execute(order);
        }
        assertThat(only().output().orElseThrow().stdout())
                .isEqualTo("xxxxxxxxxx\n\n--- OUTPUT TRUNCATED (1000 bytes, limit: 10) ---");
    }

    @Test
    void no_secret_is_told_whatever_it_got_into() {
        audit(new AuditDetail(true, true, true));
        containers.onAnything(
                run -> run.stdout("hunter2").stderr("aHVudGVyMg==").exit(1));
        Isol8Options options = Isol8Options.builder().secret("TOKEN", "hunter2").build();
        service.execute(order(
                ExecutionRequest.builder("python")
                        .code("print('hunter2')")
                        .metadata("userId", "hunter2")
                        .metadata("hunter2", "x")
                        .build(),
                options));
        service.execute(order(request("print('hunter2')"), options));
        assertFails(
                ErrorCode.INVALID_REQUEST,
                () -> service.execute(
                        order(ExecutionRequest.builder("hunter2").code("x").build(), options)));
        service.refused(new RefusedExecution(
                Optional.of(request("hunter2")),
                options.secrets(),
                "acme",
                Optional.empty(),
                Isol8Exception.invalid("hunter2 is bad")));
        assertThat(records()).hasSize(4);
        assertThat(records().toString()).doesNotContain("hunter2", "aHVudGVyMg");
        assertThat(sink.records().get(0).codeHash())
                .isEqualTo("fa6561bdaa5586c6c57968a59ee693346a49e20a6224a33c5c7d7459357bcf4f");
    }

    @Test
    void streamed_executions_are_told_as_collected_ones_are() throws InterruptedException {
        containers.onAnything(run -> run.exit(4));
        try (RunningExecution running = service.executeStream(order(request("x")))) {
            running.result();
        }
        service.execute(order(request("x")));
        assertThat(records()).hasSize(2).allMatch(record -> record.exitCode() == 4);
    }

    @Test
    void what_failed_in_a_sandbox_is_told_with_the_sandbox() {
        containers.before(Operation.WRITE_FILE, () -> {
            throw new Isol8Exception(ErrorCode.FILE_FAILED, "disk full");
        });
        assertFails(ErrorCode.FILE_FAILED, () -> service.execute(order(request("x"))));
        assertError(only(), "failed", ErrorCode.FILE_FAILED, "disk full");
        assertThat(only().containerId()).isNotEmpty();
    }

    @Test
    void what_failed_before_is_told_without_one() {
        containers.before(Operation.CREATE, () -> {
            throw new Isol8Exception(ErrorCode.ENGINE_UNAVAILABLE, "gone");
        });
        assertFails(ErrorCode.ENGINE_UNAVAILABLE, () -> service.execute(order(request("x"))));
        assertError(only(), "failed", ErrorCode.ENGINE_UNAVAILABLE, "gone");
        assertThat(only().containerId()).isEmpty();
    }

    @Test
    void a_defect_is_told() {
        containers.before(Operation.CREATE, () -> {
            throw new IllegalStateException("oops");
        });
        assertThat(EngineFixture.start(() -> service.execute(order(request("x"))))
                        .failure())
                .isInstanceOf(IllegalStateException.class);
        assertThat(only().termination()).isEqualTo("failed");
        assertThat(only().error())
                .contains(new AuditRecord.Failure(
                        Optional.empty(), "A defect of isol8: java.lang.IllegalStateException: oops"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_failed_setup_is_told_without_what_it_wrote(boolean streamed) throws InterruptedException {
        containers.onSource("setup", run -> run.stderr("private").exit(7));
        ExecutionOrder order = order(ExecutionRequest.builder("python")
                .code("x")
                .setupScript("setup")
                .build());
        if (streamed) {
            try (RunningExecution running = service.executeStream(order)) {
                running.result();
            }
        } else {
            assertFails(ErrorCode.SETUP_FAILED, () -> service.execute(order));
        }
        assertThat(only().exitCode()).isEqualTo(7);
        assertThat(only().termination()).isEqualTo("failed");
        assertThat(only().containerId()).isNotEmpty();
        assertThat(only().error())
                .contains(new AuditRecord.Failure(
                        Optional.of(ErrorCode.SETUP_FAILED), "Setup script failed (exit code 7)"));
    }

    @Test
    void output_is_that_of_the_program_or_of_the_setup_that_failed() {
        audit(new AuditDetail(false, true, false));
        containers.onSource("good", run -> run.stdout("of good setup"));
        containers.onSource("bad", run -> run.stderr("of bad setup").exit(1));
        containers.onSource("x", run -> run.stdout("of program"));
        ExecutionRequest.Builder request = ExecutionRequest.builder("python").code("x");
        service.execute(order(request.setupScript("good").build()));
        assertFails(
                ErrorCode.SETUP_FAILED,
                () -> service.execute(order(request.setupScript("bad").build())));
        assertThat(records())
                .extracting(AuditRecord::output)
                .containsExactly(
                        Optional.of(new AuditRecord.Output("of program", "")),
                        Optional.of(new AuditRecord.Output("", "of bad setup")));
    }

    @Test
    void what_is_refused_on_its_arrival_is_told() {
        assertFails(
                ErrorCode.INVALID_REQUEST,
                () -> service.execute(
                        order(ExecutionRequest.builder("perl").code("x").build())));
        assertFails(
                ErrorCode.REMOTE_CODE_REFUSED,
                () -> service.execute(order(ExecutionRequest.builder("python")
                        .codeUrl("https://example.com/x")
                        .build())));
        List<AuditRecord> records = records();
        assertError(
                records.get(0),
                "refused",
                ErrorCode.INVALID_REQUEST,
                "Unknown runtime: \"perl\". Available: python, node, bun, deno, bash");
        assertThat(records.get(0).runtime()).isEqualTo("perl");
        assertThat(records.get(1).termination()).isEqualTo("refused");
        assertThat(records.get(1).codeHash()).isEmpty();
    }

    @Test
    void what_was_fetched_is_told_with_the_hash_of_all_that_came() {
        InMemoryCodeFetcher servers = new InMemoryCodeFetcher();
        servers.serve("https://203.0.113.5/x", "\uFEFFhello");
        service.close();
        containers = new InMemoryContainerRuntime(clock);
        containers.onSource("hello", run -> run.exit(0));
        trail = AuditTrail.to(sink, new AuditDetail(true, false, false), clock);
        service = new LocalService(
                EngineSettings.defaults(), parts().withLoader(new CodeLoader(RemoteCodePolicy.PUBLIC, servers, clock)));
        service.execute(order(ExecutionRequest.builder("python")
                .codeUrl("https://203.0.113.5/x")
                .build()));
        assertThat(only().codeHash()).isEqualTo("7489ebbcc2a00056ddaaaac190bce473e5c03696ea1bd8ed83cf59a174283862");
        assertThat(only().code()).contains("hello");
    }

    @Test
    void what_finds_the_queue_full_is_told() {
        containers.onAnything(run -> run.hang());
        try (RunningExecution first = service.executeStream(order(request("first")))) {
            await().until(() -> containers.running() == 1);
            try (RunningExecution second = service.executeStream(order(request("second")))) {
                assertFails(ErrorCode.BUSY, () -> service.execute(order(request("third"))));
                try (RunningExecution fourth = service.executeStream(order(request("fourth")))) {
                    assertFails(ErrorCode.BUSY, fourth::result);
                }
                assertThat(second.isOver()).isFalse();
            }
            assertThat(first.isOver()).isFalse();
        }
        assertThat(records())
                .extracting(AuditRecord::termination)
                .containsExactly("refused", "refused", "cancelled", "cancelled");
    }

    @Test
    void a_session_of_another_runtime_is_told() {
        service.execute(EngineFixture.order(request("x"), KEY));
        assertFails(
                ErrorCode.RUNTIME_SWITCH,
                () -> service.execute(EngineFixture.order(
                        ExecutionRequest.builder("bash").code("x").build(), KEY)));
        assertThat(records()).extracting(AuditRecord::termination).containsExactly("exited", "refused");
    }

    @Test
    void what_is_cancelled_is_told_running_or_waiting() throws InterruptedException {
        containers.onAnything(run -> run.hang());
        try (RunningExecution running = service.executeStream(EngineFixture.order(request("x"), KEY))) {
            await().until(() -> containers.running() == 1);
            try (RunningExecution waiting = service.executeStream(order(request("y")))) {
                assertThat(waiting.isOver()).isFalse();
            }
            service.endSession(KEY);
            running.result();
        }
        assertThat(records()).hasSize(2).allMatch(record -> record.termination().equals("cancelled"));
        assertThat(records().get(0).error().flatMap(AuditRecord.Failure::code)).contains(ErrorCode.CANCELLED);
        assertThat(records().get(1).exitCode()).isEqualTo(137);
    }

    @Test
    void what_others_refused_is_told() {
        service.refused(new RefusedExecution(
                Optional.empty(),
                Map.of(),
                "acme",
                Optional.of("key 1"),
                new Isol8Exception(ErrorCode.MALFORMED_REQUEST, "The body is empty.")));
        assertError(only(), "refused", ErrorCode.MALFORMED_REQUEST, "The body is empty.");
        assertThat(only().runtime()).isEmpty();
        assertThat(only().codeHash()).isEmpty();
        assertThat(only().keyId()).contains("key 1");
    }

    @Test
    void results_tell_the_cost_if_records_do_and_otherwise_if_they_are_to() {
        assertThat(service.execute(order(request("x"))).resourceUsage()).isPresent();
        audit(new AuditDetail(false, false, false));
        assertThat(service.execute(order(request("x"))).resourceUsage()).isEmpty();
        ExecutionRequest asking = ExecutionRequest.builder("python")
                .code("x")
                .trackResources(true)
                .build();
        assertThat(service.execute(order(asking)).resourceUsage()).isPresent();
    }

    @Test
    void a_sink_that_fails_fails_nothing_and_the_next_record_tells() {
        sink.setFailing(true);
        for (int i = 0; i < 3; i++) {
            assertThat(service.execute(order(request("x"))).exitCode()).isZero();
        }
        assertThat(records()).isEmpty();
        sink.setFailing(false);
        service.execute(order(request("x")));
        service.execute(order(request("x")));
        assertThat(records()).extracting(AuditRecord::lost).containsExactly(3L, 0L);
    }

    @Test
    void a_sink_that_blocks_keeps_nobody_waiting_and_what_there_is_no_room_for_is_counted() {
        audit(new AuditDetail(true, false, false));
        sink.setBlocked(true);
        String large = "x".repeat(4 << 20);
        for (int i = 0; i < 20; i++) {
            assertThat(service.execute(order(request(large))).exitCode()).isZero();
        }
        await().until(sink::keepsSomebodyWaiting);
        sink.setBlocked(false);
        await().until(() -> !sink.records().isEmpty());
        service.stop();
        service.start();
        service.execute(order(request("last")));
        List<AuditRecord> records = records();
        int written = records.size() - 1;
        assertThat(written).isBetween(7, 9);
        assertThat(records.get(records.size() - 1).lost()).isEqualTo(20L - written);
        assertThat(records.subList(0, written)).allMatch(record -> record.lost() == 0);
    }

    @Test
    void the_end_does_not_wait_for_a_sink_that_blocks() {
        sink.setBlocked(true);
        service.execute(order(request("x")));
        long begin = System.nanoTime();
        service.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
        assertThat(sink.records()).isEmpty();
        sink.setBlocked(false);
        await().until(sink::isClosed);
        assertThat(sink.records()).hasSize(1);
    }

    @Test
    void what_is_cancelled_by_the_end_is_written() {
        containers.onAnything(run -> run.hang());
        EngineFixture.Caller caller = EngineFixture.start(() -> service.execute(order(request("x"))));
        await().until(() -> containers.running() == 1);
        service.close();
        await().until(sink::isClosed);
        assertThat(sink.records())
                .singleElement()
                .extracting(AuditRecord::termination)
                .isEqualTo("cancelled");
        assertThat(caller.result().join().termination().wireName()).isEqualTo("cancelled");
    }

    @Test
    void records_are_in_the_order_of_the_ends() {
        for (int i = 0; i < 100; i++) {
            service.execute(order(ExecutionRequest.builder("python")
                    .code("x")
                    .metadata("number", Integer.toString(i))
                    .build()));
        }
        assertThat(records())
                .extracting(record -> record.metadata().get("number"))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(Integer::toString).toList());
    }

    @Test
    void a_service_that_was_never_asked_for_anything_closes_its_sink() {
        service.close();
        assertThat(sink.isClosed()).isTrue();
        assertThat(sink.records()).isEmpty();
    }

    @Test
    void events_are_still_told_as_they_were() throws InterruptedException {
        audit(new AuditDetail(false, true, false));
        containers.onAnything(run -> run.stdout("out"));
        try (RunningExecution running = service.executeStream(order(request("x")))) {
            assertThat(running.next())
                    .get()
                    .hasToString("Output[channel=" + OutputChannel.STDOUT + ", text=out, phase=CODE]");
        }
    }
}
