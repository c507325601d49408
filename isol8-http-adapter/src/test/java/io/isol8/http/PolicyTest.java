package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ByteSize;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.SecurityOptions;
import io.isol8.domain.config.Isol8Config;
import io.isol8.domain.config.Policy;
import io.isol8.ports.LocalImage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key of the database may not ask for, and the master key may (spec 9.2, 9.7). */
class PolicyTest {

    private static final Policy POLICY =
            Isol8Config.builtIn().policy().withOwnImages(List.of("isol8:bash", "team/tools:1.0"));

    /** What is asked for beside the program, the option's name, its bound, the most that is allowed. */
    static final List<Arguments> BEYOND = List.of(
            Arguments.of("\"timeoutMs\":600001", "", "timeoutMs", "at most 600000", "\"timeoutMs\":600000", ""),
            option("timeoutMs", "600001", "at most 600000", "600000"),
            option("memoryLimit", "\"2049m\"", "at most 2g", "\"2g\""),
            option("memoryLimit", "\"2147483649\"", "at most 2g", "\"2048m\""),
            option("cpuLimit", "2.01", "at most 2.0 cores", "2"),
            option("pidsLimit", "257", "at most 256", "256"),
            option("sandboxSize", "\"2049m\"", "at most 2g", "\"2g\""),
            option("tmpSize", "\"3g\"", "at most 2g", "\"2g\""),
            option("maxOutputSize", "16777217", "at most 16777216 bytes", "16777216"),
            option("image", "\"alpine\"", "one that policy.allowedImages names", "\"team/tools:1.0\""),
            option("image", "\"team/tools:1x0\"", "one that policy.allowedImages names", "\"isol8:bash\""),
            option("image", "\"evil/isol8:bash\"", "one that policy.allowedImages names", "\"isol8:bash\""),
            option("image", "\"isol8:bash-evil\"", "one that policy.allowedImages names", "\"isol8:bash\""),
            option("persist", "true", "false", "false"),
            option("readonlyRootFs", "false", "true", "true"),
            security("seccomp", "\"unconfined\"", "\\\"strict\\\""),
            security("containerRuntime", "\"runc\"", "left to the server"));

    private static Arguments option(String name, String value, String bound, String most) {
        String start = "\"" + name + "\":";
        return Arguments.of("", start + value, "options." + name, bound, "", start + most);
    }

    private static Arguments security(String name, String value, String bound) {
        return Arguments.of(
                "",
                "\"security\":{\"" + name + "\":" + value + "}",
                "options.security." + name,
                bound,
                "",
                "\"security\":{\"seccomp\":\"strict\"}");
    }

    private final CountDownLatch end = new CountDownLatch(1);
    private Optional<KeyedServer> started = Optional.empty();

    private KeyedServer serve(Policy policy) {
        return serve(ServerFixture.SERVER.withPolicy(policy));
    }

    private KeyedServer serve(ServerSettings settings) {
        KeyedServer server = new KeyedServer(ServerFixture.ENGINE, settings);
        server.fixture.program("wait", run -> run.await(end));
        started = Optional.of(server);
        return server;
    }

    @AfterEach
    void close() {
        end.countDown();
        started.ifPresent(KeyedServer::close);
    }

    private static String body(String ofRequest, String options) {
        return "{\"request\":{\"runtime\":\"bash\",\"code\":\"echo hi\"" + (ofRequest.isEmpty() ? "" : ",") + ofRequest
                + "},\"options\":{" + options + "}}";
    }

    @ParameterizedTest
    @FieldSource("BEYOND")
    void whatIsBeyondIsRefusedOnEveryRouteWithItsNameAndItsBound(
            String ofRequest, String options, String name, String bound, String mostOfRequest, String most) {
        KeyedServer server = serve(POLICY);
        String key = server.key("acme");
        String text = "This key may not ask for that: " + name + " must be " + bound + ".";
        String beyond = body(ofRequest, options);
        for (String route : List.of("/execute", "/execute/stream")) {
            HttpResponse<String> answer = server.send(key, "POST", route, beyond);
            assertThat(answer.body()).isEqualTo("{\"error\":\"" + text + "\",\"code\":\"beyond_policy\"}");
            assertThat(answer.statusCode()).isEqualTo(403);
        }
        try (RawWebSocket socket = server.socket(key)) {
            assertThat(socket.text("{\"type\":\"execute\"," + beyond.substring(1))
                            .rest())
                    .containsExactly(
                            "{\"type\":\"error\",\"data\":\"" + text + "\",\"code\":\"beyond_policy\"}",
                            "1000 Execution complete");
        }
        assertThat(server.fixture.containers.created()).isZero();
        assertThat(server.send(key, "POST", "/execute", body(mostOfRequest, most))
                        .statusCode())
                .as("as much as may be")
                .isEqualTo(200);
        HttpResponse<String> master = server.master("POST", "/execute", beyond);
        assertThat(master.statusCode()).as(master.body()).isEqualTo(200);
    }

    @Test
    void theServersOwnSeccompProfileIsNotExchangedForAnother() {
        Isol8Options own = Isol8Options.builder()
                .security(SecurityOptions.custom(Path.of("profile.json")))
                .build();
        KeyedServer server = serve(ServerFixture.SERVER.withPolicy(POLICY).withDefaults(own));
        String key = server.key("acme");
        for (String other : List.of("strict", "unconfined")) {
            String body = body("", "\"security\":{\"seccomp\":\"" + other + "\"}");
            assertThat(server.send(key, "POST", "/execute", body).body())
                    .contains("options.security.seccomp must be left to the server");
            assertThat(server.master("POST", "/execute", body).statusCode()).isEqualTo(200);
        }
        for (String same : List.of("", "\"security\":{\"seccomp\":\"custom\"}")) {
            assertThat(server.send(key, "POST", "/execute", body("", same)).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatIsBeyondIsRefusedInASessionThatThereIsAlready() {
        KeyedServer server = serve(POLICY);
        String key = server.key("acme");
        server.send(key, "POST", "/execute", ServerFixture.body("echo hi", "s"));

        String body = body("", "\"maxOutputSize\":16777217").replaceFirst("\\{", "{\"sessionId\":\"s\",");
        assertThat(server.send(key, "POST", "/execute", body).statusCode()).isEqualTo(403);
    }

    @Test
    void onlyNetworksThatThePolicyNamesAreGiven() {
        KeyedServer server = serve(POLICY);
        String body = body("", "\"network\":\"host\"");

        HttpResponse<String> answer = server.send(server.key("acme"), "POST", "/execute", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body())
                .contains("This key may not ask for that: options.network must be \\\"none\\\" or \\\"filtered\\\".");
        assertThat(server.master("POST", "/execute", body).statusCode()).isEqualTo(200);
    }

    @Test
    void aListThatHoldsNoPatternsIsRefused() {
        KeyedServer server = serve(POLICY);

        HttpResponse<String> answer = server.send(
                server.key("acme"), "POST", "/execute", body("", "\"networkFilter\":{\"blacklist\":[\"(\"]}"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("networkFilter.blacklist must hold regular expressions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"mode\":\"persistent\"",
                "\"poolStrategy\":\"secure\"",
                "\"poolSize\":100000",
                "\"audit\":{\"enabled\":false}",
                "\"remoteCode\":{\"enabled\":true}",
                "\"debug\":true"
            })
    void whatIsTheServersOwnIsIgnored(String option) {
        KeyedServer server = serve(POLICY);

        assertThat(server.send(server.key("acme"), "POST", "/execute", body("", option))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.fixture.service.sessions()).isEmpty();
        assertThat(server.fixture.containers.created()).isOne();
    }

    @Test
    void aProfileIsNobodysToChoose() {
        KeyedServer server = serve(POLICY);
        String body = body("", "\"security\":{\"seccomp\":\"custom\",\"customProfilePath\":\"/etc/passwd\"}");

        for (String key : List.of(server.key("acme"), ServerFixture.KEY)) {
            HttpResponse<String> answer = server.send(key, "POST", "/execute", body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("options.security.customProfilePath");
        }
    }

    @Test
    void whatAPolicyAllowsIsGiven() {
        KeyedServer server = serve(new Policy(
                List.of(NetworkMode.NONE),
                Optional.of(List.of("team/.*")),
                true,
                true,
                Duration.ofHours(1),
                ByteSize.memory("4g"),
                8,
                512,
                ByteSize.memory("4g"),
                32 << 20,
                50,
                Optional.empty(),
                100));
        String key = server.key("acme");
        for (String options : List.of(
                "\"timeoutMs\":3600000,\"memoryLimit\":\"4g\",\"cpuLimit\":8,\"pidsLimit\":512",
                "\"sandboxSize\":\"4g\",\"maxOutputSize\":33554432,\"image\":\"team/anything\"",
                "\"persist\":true",
                "\"security\":{\"seccomp\":\"unconfined\"}")) {
            HttpResponse<String> answer = server.send(key, "POST", "/execute", body("", options));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        for (String image : List.of("isol8:bash", "not/team/anything", "team")) {
            assertThat(server.send(key, "POST", "/execute", body("", "\"image\":\"" + image + "\""))
                            .statusCode())
                    .as(image)
                    .isEqualTo(403);
        }
    }

    @Test
    void anImageIsNotChosenForItsPackagesUnlessTheKeyMayNameIt() {
        KeyedServer server = serve(POLICY);
        String key = server.key("acme");
        String body = body("\"installPackages\":[\"bc\"]", "");
        server.fixture.images.add(new LocalImage("somebody/elses:latest", "bash", "bc", Optional.empty()));

        HttpResponse<String> answer = server.send(key, "POST", "/execute", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("request.installPackages needs options.network");
        assertThat(server.master("POST", "/execute", body).statusCode()).isEqualTo(200);

        server.fixture.images.add(new LocalImage("team/tools:1.0", "bash", "bc,dc", Optional.empty()));
        assertThat(server.send(key, "POST", "/execute", body).statusCode()).isEqualTo(200);
    }

    @Test
    void aTagWithoutAVersionIsTheLatest() {
        Policy policy = Isol8Config.builtIn().policy().withOwnImages(List.of("team/data"));
        assertThat(policy.allowsImage("team/data:latest")).isTrue();
        assertThat(policy.allowsImage("team/data:1")).isFalse();
        assertThat(policy.allowsImage("team/data:latest:latest")).isFalse();
    }

    private static Policy shares(int sessions, Optional<Integer> concurrent) {
        return new Policy(
                POLICY.allowedNetworks(),
                POLICY.allowedImages(),
                false,
                false,
                POLICY.maxTimeout(),
                POLICY.maxMemory(),
                POLICY.maxCpu(),
                POLICY.maxPids(),
                POLICY.maxTmpfs(),
                POLICY.maxOutputSize(),
                sessions,
                concurrent,
                POLICY.maxQueued());
    }

    @Test
    void aTenantHasSoManySessionsAndTheMasterAsManyAsItLikes() {
        KeyedServer server = serve(shares(2, Optional.empty()));
        String acme = server.key("acme");
        for (String key : List.of(acme, server.key("globex"), ServerFixture.KEY)) {
            for (String session : List.of("one", "two", "one")) {
                assertThat(server.send(key, "POST", "/execute", ServerFixture.body("echo hi", session))
                                .statusCode())
                        .isEqualTo(200);
            }
        }

        HttpResponse<String> third = server.send(acme, "POST", "/execute", ServerFixture.body("echo hi", "three"));
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.body())
                .isEqualTo("{\"error\":\"Too many sessions: there are 2 already. End one of them first.\","
                        + "\"code\":\"busy\"}");
        assertThat(server.send(server.key("acme"), "POST", "/execute", ServerFixture.body("echo hi", "three"))
                        .statusCode())
                .as("with another key of the tenant")
                .isEqualTo(429);
        assertThat(server.send(acme, "POST", "/execute", ServerFixture.body("echo hi"))
                        .statusCode())
                .as("without a session")
                .isEqualTo(200);
        assertThat(server.master("POST", "/execute", ServerFixture.body("echo hi", "three"))
                        .statusCode())
                .isEqualTo(200);

        server.send(acme, "DELETE", "/session/one", "");
        assertThat(server.send(acme, "POST", "/execute", ServerFixture.body("echo hi", "three"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aTenantHasSoManyExecutionsAtATime() {
        KeyedServer server = serve(shares(50, Optional.of(1)));
        String acme = server.key("acme");
        String other = server.key("acme");
        Stream.of(acme, other).forEach(key -> later(server, key));
        server.fixture.awaitRunning(1);

        CompletableFuture<HttpResponse<String>> globex = later(server, server.key("globex"));
        CompletableFuture<HttpResponse<String>> master = later(server, ServerFixture.KEY);
        CompletableFuture<HttpResponse<String>> masterAgain = later(server, ServerFixture.KEY);
        server.fixture.awaitRunning(4);
        assertThat(server.send(server.key("initech"), "POST", "/execute", ServerFixture.body("echo hi"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.fixture.containers.running()).isEqualTo(4);

        end.countDown();
        assertThat(Stream.of(globex, master, masterAgain).map(CompletableFuture::join))
                .allMatch(answer -> answer.statusCode() == 200);
        await().atMost(ServerFixture.PATIENCE).until(() -> server.fixture.containers.running() == 0);
    }

    private static CompletableFuture<HttpResponse<String>> later(KeyedServer server, String key) {
        return server.later(key, "/execute", ServerFixture.body("wait"));
    }
}
