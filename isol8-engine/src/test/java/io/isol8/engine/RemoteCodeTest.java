package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.CodeUrl;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.HostPattern;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RemoteCodePolicy;
import io.isol8.domain.SessionKey;
import io.isol8.domain.Termination;
import io.isol8.ports.CodeAnswer;
import io.isol8.ports.CodeFetcher;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.RunningExecution;
import io.isol8.testkit.InMemoryCodeFetcher;
import io.isol8.testkit.InMemoryCodeFetcher.Question;
import io.isol8.testkit.TestClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that come from URLs (spec 22). */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RemoteCodeTest {

    private static final String URL = "https://code.example/main.py";
    private static final String PUBLIC = "203.0.113.5";

    /** Of "hello". */
    private static final String HASH = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final InMemoryCodeFetcher servers = new InMemoryCodeFetcher();
    private Duration slowness = Duration.ZERO;
    private EngineFixture fixture = fixture(Duration.ofSeconds(10), false, Duration.ofHours(1));

    RemoteCodeTest() {
        servers.name("code.example", PUBLIC);
        servers.serve(URL, "hello");
    }

    private EngineFixture fixture(Duration timeout, boolean requireHash, Duration cacheFor) {
        RemoteCodePolicy policy = new RemoteCodePolicy(
                true,
                List.of("https"),
                List.of(),
                HostPattern.all("blocked", List.of("evil")),
                List.of(),
                1000,
                timeout,
                requireHash,
                cacheFor);
        EngineFixture made = new EngineFixture(2, clock -> new CodeLoader(policy, new Slow(clock), clock));
        made.containers.onSource("hello", run -> run.stdout("ran"));
        return made;
    }

    private void restart(Duration timeout, boolean requireHash, Duration cacheFor) {
        fixture.close();
        fixture = fixture(timeout, requireHash, cacheFor);
    }

    /** Every question takes its time. */
    private final class Slow implements CodeFetcher {

        private final TestClock clock;

        Slow(TestClock clock) {
            this.clock = clock;
        }

        @Override
        public List<InetAddress> resolve(String host, Duration timeout) {
            clock.advance(slowness);
            return servers.resolve(host, timeout);
        }

        @Override
        public CodeAnswer get(CodeUrl url, List<InetAddress> addresses, long maxBytes, Duration timeout)
                throws InterruptedException, TimeoutException {
            clock.advance(slowness);
            return servers.get(url, addresses, maxBytes, timeout);
        }
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static ExecutionRequest.Builder at(String url) {
        return ExecutionRequest.builder("python").codeUrl(url);
    }

    private ExecutionResult run(ExecutionRequest.Builder request) {
        return fixture.engine.execute(request.build());
    }

    private ExecutionResult runFor(String tenant) {
        return fixture.service.execute(
                new ExecutionOrder(at(URL).codeHash(HASH).build(), Isol8Options.defaults(), tenant, Optional.empty()));
    }

    private void assertRefused(ErrorCode code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
        assertThat(fixture.containers.created()).isZero();
    }

    private void assertRefused(String message) {
        assertRefused(ErrorCode.REMOTE_CODE_REFUSED, message, () -> run(at(URL)));
    }

    private void assertFailed(String message) {
        assertRefused(ErrorCode.REMOTE_CODE_FAILED, message, () -> run(at(URL)));
    }

    private void redirect(String from, String to) {
        servers.serve(from, new CodeAnswer.Redirect(to));
    }

    private List<String> asked() {
        return servers.questions().stream().map(Question::url).toList();
    }

    @Test
    void what_is_at_the_url_runs() {
        assertThat(run(at(URL)).stdout()).isEqualTo("ran");
        assertThat(run(at(URL).codeHash(HASH)).stdout()).isEqualTo("ran");
    }

    @Test
    void what_is_at_the_url_runs_in_a_session() {
        ExecutionResult result =
                fixture.service.execute(EngineFixture.order(at(URL).build(), new SessionKey("acme", "s")));
        assertThat(result.stdout()).isEqualTo("ran");
    }

    @Test
    void what_the_policy_refuses_is_neither_looked_up_nor_given_a_sandbox() {
        assertRefused(
                ErrorCode.REMOTE_CODE_REFUSED,
                "Blocked code URL host: evil.example",
                () -> run(at("https://evil.example/")));
        assertThat(servers.lookups()).isEmpty();
        assertThat(fixture.journal.entries()).isEmpty();
    }

    @Test
    void what_the_policy_refuses_does_not_wait_for_its_turn() {
        fixture.containers.onAnything(run -> run.hang());
        EngineFixture.Caller one = fixture.start(EngineFixture.request("one"));
        EngineFixture.Caller two = fixture.start(EngineFixture.request("two"));
        fixture.awaitRunning(2);
        assertFails(ErrorCode.REMOTE_CODE_REFUSED, () -> run(at("https://evil.example/")));
        fixture.engine.stop();
        await().until(() -> one.result().isDone() && two.result().isDone());
    }

    @Test
    void every_redirect_is_followed_from_where_it_was_given() {
        redirect(URL, "/b/c");
        redirect("https://code.example/b/c", "//other.example/d?e");
        servers.name("other.example", PUBLIC);
        servers.serve("https://other.example/d?e", "hello");

        assertThat(run(at(URL)).stdout()).isEqualTo("ran");
        assertThat(asked()).containsExactly(URL, "https://code.example/b/c", "https://other.example/d?e");
    }

    @ParameterizedTest
    @CsvSource({
        "http://code.example/, Insecure code URL blocked. Use allowInsecureCodeUrl=true to allow HTTP.",
        "https://evil.example/, Blocked code URL host: evil.example",
        "https://169.254.169.254/latest, Blocked code URL host: 169.254.169.254",
        "https://[::ffff:10.0.0.1]/, Blocked code URL host: 10.0.0.1",
        "https://2130706433/, Blocked code URL host: 2130706433",
        "https://inside.example/, Blocked code URL host: inside.example",
        "ftp://code.example/, URL scheme not allowed: ftp"
    })
    void every_redirect_is_decided_about(String target, String message) {
        servers.name("inside.example", "10.0.0.1");
        servers.name("evil.example", PUBLIC);
        redirect(URL, target);
        assertRefused(message);
        assertThat(asked()).containsExactly(URL);
    }

    @Test
    void redirects_in_a_circle_end() {
        redirect(URL, URL);
        assertFailed("Failed to fetch remote code: more than 10 redirects");
        assertThat(asked()).hasSize(11);
    }

    @Test
    void a_name_is_looked_up_once_and_what_it_means_later_is_of_no_interest() throws Exception {
        servers.thenName("code.example", "127.0.0.1");
        assertThat(run(at(URL)).stdout()).isEqualTo("ran");
        assertThat(servers.lookups()).containsExactly("code.example");
        assertThat(servers.questions()).containsExactly(new Question(URL, List.of(InetAddress.getAllByName(PUBLIC))));
    }

    @Test
    void a_redirect_to_the_same_name_is_looked_up_and_decided_about_again() {
        servers.thenName("code.example", "127.0.0.1");
        redirect(URL, "/again");
        assertRefused("Blocked code URL host: code.example");
        assertThat(asked()).containsExactly(URL);
    }

    @Test
    void a_name_with_one_private_address_is_not_asked() {
        servers.name("code.example", PUBLIC, "192.168.0.1");
        assertRefused("Blocked code URL host: code.example");
        assertThat(asked()).isEmpty();
    }

    @Test
    void an_address_is_not_looked_up() {
        servers.serve("https://203.0.113.5/x", "hello");
        assertThat(run(at("https://203.0.113.5/x")).stdout()).isEqualTo("ran");
        assertThat(servers.lookups()).isEmpty();
    }

    @Test
    void a_hash_is_asked_for_when_the_name_is_known() {
        restart(Duration.ofSeconds(10), true, Duration.ofHours(1));
        assertRefused("Hash verification required: provide codeHash for remote code execution.");
        assertThat(servers.lookups()).hasSize(1);
        assertThat(asked()).isEmpty();
        assertRefused(
                ErrorCode.REMOTE_CODE_FAILED,
                "Failed to resolve code URL host: no.example",
                () -> run(at("https://no.example/")));
        assertThat(run(at(URL).codeHash(HASH)).stdout()).isEqualTo("ran");
    }

    @Test
    void what_does_not_come_is_told() {
        servers.serve(URL, new CodeAnswer.Failure(404));
        assertFailed("Failed to fetch remote code: HTTP 404");
        servers.name("gone.example", PUBLIC);
        redirect(URL, "https://gone.example/");
        assertFailed("Failed to fetch remote code: nobody is there");
        servers.serve(URL, "");
        assertFailed("Remote code response body is empty");
    }

    @Test
    void what_must_not_run_is_told() {
        servers.serve(URL, "x".repeat(1001));
        assertRefused("Remote code exceeds maxCodeSize (1000 bytes).");
        servers.serve(URL, new CodeAnswer.Content(new byte[] {'a', 0}));
        assertRefused("Fetched code appears to be binary content");
        servers.serve(URL, "hello ");
        assertRefused(ErrorCode.REMOTE_CODE_REFUSED, "Remote code hash mismatch", () -> run(at(URL).codeHash(HASH)));
    }

    @Test
    void time_is_bounded_by_the_policy_and_by_the_request() {
        servers.serveNothing(URL);
        restart(Duration.ofMillis(40), false, Duration.ZERO);
        assertFailed("Remote code fetch timed out after 40ms");
        assertRefused(
                ErrorCode.REMOTE_CODE_FAILED,
                "Remote code fetch timed out after 30ms",
                () -> run(at(URL).timeout(Duration.ofMillis(30))));
    }

    @Test
    void time_is_one_for_all_redirects() {
        redirect(URL, URL);
        slowness = Duration.ofMillis(1700);
        assertFailed("Remote code fetch timed out after 10000ms");
        assertThat(asked()).hasSize(3);
    }

    @Test
    void the_time_that_fetching_takes_is_the_requests() {
        slowness = Duration.ofSeconds(4);
        fixture.containers.onSource(
                "hello", run -> run.stdout(Long.toString(run.spec().deadline().toMillis())));
        assertThat(run(at(URL).timeout(Duration.ofSeconds(30))).stdout()).isEqualTo("22000");
    }

    @Test
    void who_fetches_can_be_cancelled() {
        servers.serveNothing(URL);
        restart(Duration.ofMinutes(10), false, Duration.ZERO);
        try (RunningExecution running = fixture.engine.executeStream(at(URL).build())) {
            await().until(() -> asked().size() == 1);
            running.cancel();
            assertFails(ErrorCode.CANCELLED, running::result);
        }
        assertThat(fixture.containers.created()).isZero();
        fixture.assertNothingLeaks();
    }

    @Test
    void the_end_of_the_engine_ends_fetching() {
        servers.serveNothing(URL);
        restart(Duration.ofMinutes(10), false, Duration.ZERO);
        EngineFixture.Caller caller = fixture.start(at(URL).build());
        await().until(() -> asked().size() == 1);
        fixture.engine.stop();
        assertThat(caller.failure()).hasMessageContaining("cancelled");
    }

    @Test
    void what_a_hash_names_is_fetched_once() {
        assertThat(runFor("acme").termination()).isEqualTo(Termination.EXITED);
        assertThat(runFor("acme").stdout()).isEqualTo("ran");
        assertThat(asked()).hasSize(1);
        assertThat(servers.lookups()).hasSize(1);

        fixture.clock.advance(Duration.ofHours(1));
        runFor("acme");
        assertThat(asked()).hasSize(2);
    }

    @Test
    void what_one_tenant_fetched_is_nothing_to_another() {
        runFor("acme");
        runFor("other");
        assertThat(asked()).hasSize(2);
    }

    @Test
    void without_a_hash_it_is_fetched_each_time() {
        run(at(URL).codeHash(HASH));
        run(at(URL));
        run(at(URL));
        assertThat(asked()).hasSize(3);
    }

    @Test
    void it_need_not_be_kept() {
        restart(Duration.ofSeconds(10), false, Duration.ZERO);
        runFor("acme");
        runFor("acme");
        assertThat(asked()).hasSize(2);
    }

    @Test
    void what_is_kept_is_still_the_policys_to_refuse() {
        run(at(URL).codeHash(HASH));
        assertFails(
                ErrorCode.REMOTE_CODE_REFUSED,
                () -> run(at("https://evil.example/").codeHash(HASH)));
        assertFails(
                ErrorCode.REMOTE_CODE_REFUSED,
                () -> run(at("http://code.example/").codeHash(HASH)));
    }

    @Test
    void what_does_not_have_its_hash_is_not_kept() {
        servers.serve(URL, "other");
        assertFails(ErrorCode.REMOTE_CODE_REFUSED, () -> run(at(URL).codeHash(HASH)));
        servers.serve(URL, "hello");
        assertThat(run(at(URL).codeHash(HASH)).stdout()).isEqualTo("ran");
    }
}
