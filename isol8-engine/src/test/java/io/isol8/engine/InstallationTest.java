package io.isol8.engine;

import static io.isol8.engine.HttpTalk.answer;
import static io.isol8.engine.HttpTalk.readHead;
import static io.isol8.engine.HttpTalk.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.NetworkPolicy;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SessionKey;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.LocalImage;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Tunnel;
import io.isol8.testkit.InMemoryEgressConnector;
import io.isol8.testkit.Script;
import io.isol8.testkit.ScriptedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packages that are installed before a program runs (spec 12). */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class InstallationTest {

    private static final SessionKey SESSION = new SessionKey("tenant", "s");
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private final InMemoryEgressConnector internet = new InMemoryEgressConnector();
    private final EngineFixture fixture =
            new EngineFixture(1, options("^allowed\\.test$").build(), PoolPolicy.FRESH, internet);
    private final List<ProcessSpec> installations = new CopyOnWriteArrayList<>();
    private volatile Script installing = run -> run.stdout("Collecting\n");

    private static Isol8Options.Builder options(String... whitelist) {
        return Isol8Options.builder()
                .network(NetworkMode.FILTERED)
                .logNetwork(true)
                .networkPolicy(NetworkPolicy.PUBLIC.withLists(
                        Optional.of(List.of(whitelist)), Optional.of(List.of("^denied\\.test$"))));
    }

    @BeforeEach
    void registry() {
        fixture.images.registryHosts(List.of("registry.test", "denied.test"));
        for (String host : List.of("registry.test", "allowed.test", "denied.test")) {
            internet.name(host, "203.0.113.5");
        }
        internet.serve("203.0.113.5", 80, tunnel -> {
            readHead(tunnel);
            write(tunnel, ANSWER);
        });
        fixture.containers.on(invocation -> invocation.spec().argv().get(0).equals("pip"), run -> {
            installations.add(run.spec());
            installing.run(run);
        });
        fixture.containers.onSource("x", run -> run.stdout("ran"));
    }

    @AfterEach
    void close() {
        fixture.close();
        assertThat(fixture.containers.open()).isEmpty();
    }

    private static String get(ScriptedRun run, String host) {
        return answer(run, "GET http://" + host + "/p HTTP/1.1\r\nConnection: close\r\n\r\n");
    }

    private static ExecutionRequest.Builder request(String... packages) {
        ExecutionRequest.Builder request = ExecutionRequest.builder("python").code("x");
        List.of(packages).forEach(request::installPackage);
        return request;
    }

    private static void assertFails(String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INSTALL_FAILED))
                .hasMessage(message);
    }

    @Test
    void theyAreInstalledBeforeEverythingElseRunsAndSayNothingInTheResult() {
        List<String> order = new CopyOnWriteArrayList<>();
        fixture.containers.onSource("setup", run -> order.add("setup"));
        installing = run -> {
            order.add(String.join(" ", run.spec().argv()));
            assertThat(run.file("/sandbox/requirements.txt")).isPresent();
            run.stdout("Collecting\n").stderr("warning\n");
        };

        ExecutionResult result = fixture.engine.execute(request("numpy==2.0", "pandas")
                .setupScript("setup")
                .file("requirements.txt", "")
                .build());

        assertThat(result.stdout()).isEqualTo("ran");
        assertThat(result.stderr()).isEmpty();
        assertThat(order)
                .containsExactly(
                        "pip install --user --no-cache-dir --break-system-packages --disable-pip-version-check"
                                + " --no-input --progress-bar=off -- numpy==2.0 pandas",
                        "setup");
    }

    @Test
    void anImageThatHasThemNeedsNoInstallation() {
        fixture.images.add(new LocalImage("has:numpy", "python", "numpy", Optional.empty()));

        assertThat(fixture.engine.execute(request("numpy").build()).stdout()).isEqualTo("ran");
        assertThat(installations).isEmpty();

        fixture.engine.execute(request("numpy", "pandas").build());
        assertThat(installations).hasSize(1);
    }

    @Test
    void anImageThatIsNamedGetsWhatItLacks() {
        fixture.service.execute(new ExecutionOrder(
                request("numpy").build(), options().image("somebody/elses").build(), "tenant", Optional.empty()));

        assertThat(fixture.journal.entries()).contains("create somebody/elses");
        assertThat(installations).hasSize(1);
    }

    @Test
    void itSeesNothingOfTheRequest() {
        fixture.service.execute(new ExecutionOrder(
                request("numpy")
                        .env("OWN", "1")
                        .env("PIP_INDEX_URL", "http://elsewhere")
                        .build(),
                options().secret("TOKEN", "hunter2hunter2").build(),
                "tenant",
                Optional.empty()));

        assertThat(installations.get(0).env())
                .doesNotContainKeys("OWN", "PIP_INDEX_URL", "TOKEN")
                .containsEntry("PYTHONUSERBASE", "/sandbox/.local")
                .containsEntry("HTTPS_PROXY", "http://127.0.0.1:8118");
    }

    @Test
    void itReachesTheRegistryAndTheProgramDoesNot() {
        List<String> answers = new CopyOnWriteArrayList<>();
        Script asking = run -> List.of("allowed.test", "registry.test", "denied.test", "other.test")
                .forEach(host -> answers.add(get(run, host).substring(9, 12)));
        installing = asking;
        fixture.containers.onSource("x", asking);

        ExecutionResult result = fixture.engine.execute(request("numpy").build());

        assertThat(answers).containsExactly("200", "200", "403", "403", "200", "403", "403", "403");
        assertThat(result.networkLog().orElseThrow().entries())
                .extracting(NetworkEntry::host)
                .hasSize(8);
    }

    @Test
    void aFailureIsAnErrorWithWhatItSaid() {
        installing = run -> run.stdout("Collecting\n")
                .stderr("No matching distribution found for numppy\n")
                .exit(1);

        assertFails(
                "Package install failed (exit code 1): No matching distribution found for numppy",
                () -> fixture.engine.execute(request("numppy").build()));
        assertThat(fixture.engine.execute(request().build()).stdout()).isEqualTo("ran");
    }

    @Test
    void inAStreamAFailureIsAnErrorWithoutAnExit() {
        installing = run -> run.stderr("no\n").exit(2);
        List<StreamEvent> events = new ArrayList<>();

        assertFails(
                "Package install failed (exit code 2): no",
                () -> fixture.engine.execute(request("numpy").build(), events::add));
        assertThat(events).isEmpty();
    }

    @Test
    void secretsAreMaskedInWhatItSaid() {
        installing = run -> run.stderr("hunter2hunter2\n").exit(1);
        Isol8Options options = options().secret("TOKEN", "hunter2hunter2").build();

        assertFails(
                "Package install failed (exit code 1): ***",
                () -> fixture.service.execute(
                        new ExecutionOrder(request("numpy").build(), options, "tenant", Optional.empty())));
    }

    @Test
    void aBlockedHostIsNamed() {
        installing = run -> {
            get(run, "denied.test");
            get(run, "denied.test");
            run.stderr("cannot fetch\n").exit(1);
        };

        assertFails(
                "Package install failed (exit code 1): cannot fetch\n"
                        + "The network filter blocked denied.test (the blacklist has it).",
                () -> fixture.engine.execute(request("numpy").build()));
    }

    @Test
    void aHostThatDoesNotAnswerIsNamedAtTheDeadline() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        internet.serve("203.0.113.5", 80, tunnel -> {
            readHead(tunnel);
            asked.countDown();
            readToTheEnd(tunnel);
        });
        installing = run -> {
            Tunnel tunnel = run.connect().orElseThrow();
            write(tunnel, "GET http://registry.test/numpy HTTP/1.1\r\n\r\n");
            run.hang();
        };
        EngineFixture.Caller caller =
                fixture.start(request("numpy").timeout(Duration.ofSeconds(10)).build());
        asked.await();

        fixture.clock.advance(Duration.ofSeconds(10));

        await().until(() -> caller.result().isDone());
        assertThat(caller.failure())
                .hasMessageContaining("Package install failed (exit code 137): --- EXECUTION TIMED OUT ---\n"
                        + "No answer came from registry.test.");
    }

    private static void readToTheEnd(Tunnel tunnel) {
        try {
            tunnel.input().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theProgramHasTheTimeThatIsLeft() {
        installing = run -> fixture.clock.advance(Duration.ofSeconds(4));
        List<Duration> deadlines = new CopyOnWriteArrayList<>();
        fixture.containers.onSource("x", run -> deadlines.add(run.spec().deadline()));

        fixture.engine.execute(request("numpy").timeout(Duration.ofSeconds(10)).build());

        assertThat(deadlines).containsExactly(Duration.ofSeconds(6));
    }

    @Test
    void whoIsCancelledMeanwhileIsToldSo() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        installing = run -> {
            begun.countDown();
            run.hang();
        };
        EngineFixture.Caller caller = fixture.start(request("numpy").build());
        begun.await();

        caller.thread().interrupt();

        await().until(() -> caller.result().isDone());
        assertThat(caller.failure())
                .isInstanceOf(Isol8Exception.class)
                .hasMessageContaining("The execution was cancelled while its packages were installed.");
    }

    @Test
    void aSessionInstallsWhatItHasNotYet() {
        fixture.service.execute(order("numpy"));
        fixture.service.execute(order("numpy", "pandas"));
        fixture.service.execute(order("pandas"));

        assertThat(installations)
                .extracting(spec -> spec.argv().get(spec.argv().size() - 1))
                .containsExactly("numpy", "pandas");
        assertThat(installations).allMatch(ProcessSpec::keep);
    }

    private static ExecutionOrder order(String... packages) {
        return new ExecutionOrder(request(packages).build(), options().build(), SESSION.tenant(), Optional.of(SESSION));
    }

    @Test
    void programsOfASessionFindWhatAnEarlierOneHadInstalled() {
        List<Map<String, String>> environments = new CopyOnWriteArrayList<>();
        fixture.containers.onAnything(run -> environments.add(run.spec().env()));
        for (List<String> packages : List.of(List.<String>of(), List.of("bc"), List.<String>of())) {
            ExecutionRequest.Builder request = ExecutionRequest.builder("bash").code("x");
            packages.forEach(request::installPackage);
            fixture.service.execute(
                    new ExecutionOrder(request.build(), options().build(), SESSION.tenant(), Optional.of(SESSION)));
        }

        assertThat(environments).hasSize(4);
        assertThat(environments.get(0)).doesNotContainKey("LD_LIBRARY_PATH");
        assertThat(environments.get(2)).containsKey("LD_LIBRARY_PATH");
        assertThat(environments.get(3)).containsKey("LD_LIBRARY_PATH");
    }

    @Test
    void aProgramWithInstalledPackagesStartsWithItsInterpreter() {
        List<Boolean> zygotes = new CopyOnWriteArrayList<>();
        fixture.containers.onSource("x", run -> zygotes.add(run.spec().zygote()));

        fixture.engine.execute(request("numpy").build());
        fixture.engine.execute(request().build());

        assertThat(zygotes).containsExactly(false, true);
    }

    @Test
    void aRuntimeWithoutACommandForItSaysSo() {
        LanguageRuntime ruby = new LanguageRuntime("ruby", "ruby:3", List.of(".rb"), List.of("ruby", "{file}"));

        assertThatThrownBy(() -> ImageChoice.requireInstallable(ruby, NetworkMode.FILTERED))
                .hasMessageStartingWith("request.installPackages must be empty for runtime \"ruby\"");
        ImageChoice.requireInstallable(RuntimeRegistry.builtIn().get("bash"), NetworkMode.HOST);
    }
}
