package io.isol8.engine;

import static io.isol8.engine.HttpTalk.answer;
import static io.isol8.engine.HttpTalk.readHead;
import static io.isol8.engine.HttpTalk.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.NetworkPolicy;
import io.isol8.domain.SessionKey;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.ports.ExecutionOrder;
import io.isol8.testkit.InMemoryEgressConnector;
import io.isol8.testkit.Operation;
import io.isol8.testkit.Script;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FilteredNetworkTest {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final SessionKey SESSION = new SessionKey("acme", "s");

    private final InMemoryEgressConnector internet = new InMemoryEgressConnector();
    private final EngineFixture fixture = new EngineFixture(5, options().build(), PoolPolicy.DEFAULT, internet);

    FilteredNetworkTest() {
        internet.name("a.example", "203.0.113.5");
        internet.serve("203.0.113.5", 80, tunnel -> {
            readHead(tunnel);
            write(tunnel, ANSWER);
        });
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Isol8Options.Builder options() {
        return Isol8Options.builder()
                .network(NetworkMode.FILTERED)
                .networkPolicy(NetworkPolicy.PUBLIC.withLists(Optional.empty(), Optional.of(List.of("evil"))))
                .logNetwork(true);
    }

    /** A program that prints what it gets for a URL. */
    private static Script fetch(String url) {
        return run -> run.stdout(answer(run, "GET " + url + " HTTP/1.1\r\nConnection: close\r\n\r\n"));
    }

    private ExecutionResult run(String code, Script script) {
        fixture.containers.onSource(code, script);
        return fixture.engine.execute(EngineFixture.request(code));
    }

    @Test
    void a_program_reaches_what_the_policy_allows_and_nothing_else() {
        ExecutionResult good = run("good", fetch("http://a.example/x?y"));
        ExecutionResult evil = run("evil", fetch("http://evil.example/"));

        assertThat(good.stdout()).startsWith("HTTP/1.1 200 ").endsWith("hello");
        assertThat(evil.stdout()).startsWith("HTTP/1.1 403 ");
        assertThat(internet.connections()).hasSize(1);
    }

    @Test
    void results_tell_what_was_asked_for_in_this_execution() {
        ExecutionResult first = run("good", fetch("http://a.example/x?y"));
        ExecutionResult second = run("evil", fetch("http://evil.example/"));

        NetworkEntry entry = first.networkLog().orElseThrow().entries().get(0);
        assertThat(entry.action()).isEqualTo(NetworkEntry.Action.ALLOW);
        assertThat(entry.host()).isEqualTo("a.example");
        assertThat(entry.path()).contains("/x?y");
        assertThat(entry.status()).contains(200);
        assertThat(entry.bytesIn()).isEqualTo(ANSWER.length());
        assertThat(second.networkLog().orElseThrow().entries())
                .extracting(NetworkEntry::host)
                .containsExactly("evil.example");
    }

    @Test
    void results_tell_nothing_that_nobody_wanted_to_know() {
        assertThat(run("nothing", run -> run.exit(0)).networkLog()).isEmpty();
        fixture.containers.onSource("good", fetch("http://a.example/"));

        ExecutionResult quiet = fixture.service.execute(new ExecutionOrder(
                EngineFixture.request("good"), options().logNetwork(false).build(), "acme", Optional.empty()));

        assertThat(quiet.stdout()).endsWith("hello");
        assertThat(quiet.networkLog()).isEmpty();
    }

    @Test
    void usage_tells_how_much_went_over_the_network() {
        fixture.containers.onSource("good", fetch("http://a.example/"));

        ExecutionResult result = fixture.engine.execute(ExecutionRequest.builder("python")
                .code("good")
                .trackResources(true)
                .build());

        assertThat(result.resourceUsage().orElseThrow().networkBytesIn()).isEqualTo(ANSWER.length());
        assertThat(result.resourceUsage().orElseThrow().networkBytesOut()).isPositive();
    }

    @Test
    void what_is_too_long_to_be_told_is_masked_before_it_is_cut() {
        String secret = "0123456789".repeat(20);
        String cut = "http://a.example/" + "x".repeat(1900) + secret;
        String unread = "x".repeat(50) + secret;
        fixture.containers.onSource("long", run -> {
            answer(run, "GET " + cut + " HTTP/1.1\r\nConnection: close\r\n\r\n");
            answer(run, "GET " + unread + " HTTP/1.1\r\nConnection: close\r\n\r\n");
        });
        ExecutionResult result = fixture.service.execute(new ExecutionOrder(
                EngineFixture.request("long"), options().secret("TOKEN", secret).build(), "acme", Optional.empty()));
        assertThat(result.networkLog().orElseThrow().entries()).hasSize(2);
        assertThat(result.networkLog().orElseThrow().toString())
                .contains("x***")
                .doesNotContain("0123456");
    }

    @Test
    void secrets_are_masked_in_what_is_told() {
        fixture.containers.onSource("good", fetch("http://a.example/?token=hunter2hunter2"));

        ExecutionResult result = fixture.service.execute(new ExecutionOrder(
                EngineFixture.request("good"),
                options().secret("TOKEN", "hunter2hunter2").build(),
                "acme",
                Optional.empty()));

        assertThat(result.networkLog().orElseThrow().entries().get(0).path()).contains("/?token=***");
    }

    @Test
    void programs_are_told_of_the_proxy_whatever_the_request_says() {
        StringBuilder seen = new StringBuilder();
        fixture.containers.onSource("env", run -> {
            Map<String, String> env = run.spec().env();
            for (String name : List.of("HTTP_PROXY", "https_proxy", "NO_PROXY", "NODE_USE_ENV_PROXY", "OWN")) {
                seen.append(env.get(name)).append(' ');
            }
        });

        fixture.engine.execute(ExecutionRequest.builder("python")
                .code("env")
                .env("HTTP_PROXY", "http://elsewhere")
                .env("OWN", "1")
                .build());

        assertThat(seen).hasToString("http://127.0.0.1:8118 http://127.0.0.1:8118 localhost,127.0.0.1,::1 1 1 ");
    }

    @Test
    void without_a_network_nothing_listens_and_nobody_is_told_of_a_proxy() {
        fixture.containers.onSource(
                "none", run -> run.stdout(answer(run, "") + run.spec().env().get("HTTP_PROXY")));

        ExecutionResult result = fixture.service.execute(new ExecutionOrder(
                EngineFixture.request("none"), Isol8Options.defaults(), "default", Optional.empty()));

        assertThat(result.stdout()).isEqualTo("refusednull");
    }

    @Test
    void nobody_stands_between_a_program_and_the_hosts_network() {
        fixture.containers.onSource(
                "host", run -> run.stdout(answer(run, "") + run.spec().env().get("HTTP_PROXY")));

        ExecutionResult result = fixture.service.execute(new ExecutionOrder(
                EngineFixture.request("host"),
                options().network(NetworkMode.HOST).build(),
                "default",
                Optional.empty()));

        assertThat(result.stdout()).isEqualTo("refusednull");
        assertThat(result.networkLog()).isEmpty();
        assertThat(fixture.containers.open())
                .extracting(sandbox -> sandbox.spec().network())
                .contains(NetworkMode.HOST);
        assertThat(fixture.journal.entries()).doesNotContain("open egress");
        run("good", fetch("http://a.example/"));
        assertThat(fixture.journal.entries()).contains("open egress");
    }

    @Test
    void sandboxes_with_a_network_are_not_those_without() {
        run("good", fetch("http://a.example/"));
        fixture.containers.onSource("none", run -> run.stdout(answer(run, "")));

        fixture.service.execute(new ExecutionOrder(
                EngineFixture.request("none"), Isol8Options.defaults(), "default", Optional.empty()));

        assertThat(fixture.containers.open())
                .extracting(sandbox -> sandbox.spec().network())
                .contains(NetworkMode.FILTERED, NetworkMode.NONE);
    }

    @Test
    void the_network_of_a_session_is_that_of_its_first_request() {
        fixture.containers.onSource("good", fetch("http://a.example/"));
        fixture.containers.onSource("evil", fetch("http://evil.example/"));
        Isol8Options later = Isol8Options.builder().build();

        fixture.service.execute(
                new ExecutionOrder(EngineFixture.request("good"), options().build(), "acme", Optional.of(SESSION)));
        ExecutionResult second = fixture.service.execute(
                new ExecutionOrder(EngineFixture.request("good"), later, "acme", Optional.of(SESSION)));
        ExecutionResult third = fixture.service.execute(
                new ExecutionOrder(EngineFixture.request("evil"), later, "acme", Optional.of(SESSION)));

        assertThat(second.stdout()).endsWith("hello");
        assertThat(third.stdout()).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void the_end_of_an_execution_is_the_end_of_its_connections() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        internet.serve("203.0.113.5", 443, tunnel -> {
            connected.countDown();
            try {
                tunnel.input().readAllBytes();
            } catch (IOException e) {
                // it broke, as it should
            }
            gone.countDown();
        });
        fixture.containers.onSource("hang", run -> {
            run.connect().ifPresent(tunnel -> write(tunnel, "CONNECT a.example:443 HTTP/1.1\r\n\r\n"));
            run.hang();
        });
        EngineFixture.Caller caller = fixture.start(EngineFixture.request("hang"));
        connected.await();

        caller.thread().interrupt();

        gone.await();
        await().until(() -> caller.result().isDone());
    }

    @Test
    void a_sandbox_that_cannot_carry_connections_is_an_error() {
        fixture.containers.failNext(Operation.OPEN_EGRESS, ErrorCode.SANDBOX_LOST);
        fixture.containers.onSource("good", fetch("http://a.example/"));

        EngineFixture.assertFails(ErrorCode.SANDBOX_LOST, () -> fixture.engine.execute(EngineFixture.request("good")));
    }
}
