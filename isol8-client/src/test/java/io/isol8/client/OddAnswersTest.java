package io.isol8.client;

import static io.isol8.client.Failing.assertFails;
import static io.isol8.client.OddServer.program;
import static io.isol8.client.OddServer.reply;
import static io.isol8.client.OddServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.Termination;
import io.isol8.wire.LoggedIn;
import io.isol8.wire.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server answers, the caller gets a result or one clear failure, and nothing runs twice. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddAnswersTest {

    private final OddServer server = new OddServer();
    private final RemoteIsol8 isol8 = server.client().build();

    @AfterEach
    void close() {
        isol8.close();
        server.close();
    }

    @Test
    void everyRequestHasTheKeyAndSaysThatItIsJson() {
        server.answers("/execute", reply(200, OddServer.RESULT));
        server.answers("/health", reply(200, "{\"status\":\"ok\"}"));
        server.answers("/sessions", reply(200, "{\"sessions\":[]}"));
        server.answers("/session/a%2Fb%20%C3%A4", reply(200, "{\"ok\":true}"));

        isol8.start();
        assertThat(isol8.execute(program()).stdout()).isEqualTo("hi");
        assertThat(isol8.listSessions()).isEmpty();
        isol8.deleteSession("a/b ä");

        assertThat(server.requests).hasSize(4).allSatisfy(request -> {
            assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + OddServer.KEY);
            assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        });
    }

    @Test
    void onlyWhatWasChosenIsSent() {
        server.answers("/execute", reply(200, OddServer.RESULT));

        isol8.execute(program());
        try (RemoteIsol8 chosen = server.client()
                .options(OptionOverrides.builder().pidsLimit(7).build())
                .build()) {
            chosen.execute(program());
        }

        assertThat(server.requests)
                .extracting(request -> body(request))
                .containsExactly(
                        "{\"request\":{\"code\":\"x\",\"runtime\":\"bash\"}}",
                        "{\"request\":{\"code\":\"x\",\"runtime\":\"bash\"},\"options\":{\"pidsLimit\":7}}");
    }

    private static String body(RecordedRequest request) {
        return request.getBody() == null ? "" : request.getBody().utf8();
    }

    @Test
    void aResultOfTheFirstImplementationIsUnderstood() {
        server.answers("/execute", reply(200, OddServer.RESULT));

        assertThat(isol8.execute(program()).termination()).isEqualTo(Termination.EXITED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":\"No.\",\"code\":\"runtime_switch\"}      | RUNTIME_SWITCH     | No.",
                "500 | {\"error\":\"Package install failed\"}               | ENGINE_FAILED      | Package install failed",
                "400 | {\"error\":\"Unknown runtime\"}                      | INVALID_REQUEST    | Unknown runtime",
                "401 | {\"error\":\"Missing Authorization header\"}         | INVALID_REQUEST    | Missing Authorization header",
                "403 | {\"error\":\"Invalid API key\"}                      | INVALID_REQUEST    | Invalid API key",
                "404 | <html><body>404</body></html>                        | ENGINE_FAILED      | Client Error",
                "429 | {\"error\":\"Full.\",\"code\":\"busy\"}              | BUSY               | Full.",
                "502 | <html>Bad gateway</html>                             | ENGINE_UNAVAILABLE | Server Error",
                "503 | ''                                                   | ENGINE_UNAVAILABLE | Server Error",
                "500 | [1,2                                                 | ENGINE_FAILED      | Server Error",
                "500 | {\"error\":17}                                       | ENGINE_FAILED      | Server Error",
                "500 | {\"error\":\"x\",\"code\":\"from_the_future\"}       | ENGINE_FAILED      | x",
            })
    void aRefusalIsTold(int status, String body, ErrorCode code, String error) {
        server.answers("/execute", reply(status, body));

        assertFails(code, () -> isol8.execute(program())).hasMessage("Execution failed: " + error);
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "<html>hello</html>", "{\"stdout\":\"x\"", "{\"stdout\":1}"})
    void whatIsNoResultIsNotTakenForOne(String body) {
        server.answers("/execute", reply(200, body));

        assertFails(ErrorCode.ENGINE_FAILED, () -> isol8.execute(program()))
                .hasMessageStartingWith("Execution failed: The server's answer cannot be understood. ");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void anAnswerThatBreaksOffIsAFailureAndNotAskedForAgain() {
        server.answers(
                "/execute",
                new MockResponse.Builder()
                        .body(OddServer.RESULT)
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build());

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, () -> isol8.execute(program()))
                .hasMessageStartingWith("Execution failed: ");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aConnectionThatBreaksBeforeTheAnswerIsNotTriedAgain() {
        server.answers(
                "/execute",
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, () -> isol8.execute(program()));
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aPooledConnectionThatBreaksIsNotTriedAgainEither() {
        server.answers(
                "/execute",
                reply(200, OddServer.RESULT),
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());

        isol8.execute(program());

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, () -> isol8.execute(program()));
        assertThat(server.requests).hasSize(2);
        assertThat(server.requests)
                .last()
                .satisfies(request -> assertThat(request.getExchangeIndex()).isEqualTo(1));
    }

    @Test
    void aQuestionThatChangesNothingIsAskedAgain() {
        server.answers(
                "/sessions",
                reply(200, "{\"sessions\":[]}"),
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build(),
                reply(200, "{\"sessions\":[]}"));

        isol8.listSessions();

        assertThat(isol8.listSessions()).isEmpty();
        assertThat(server.requests).hasSize(3);
    }

    @Test
    void anInvitationToTryAgainIsNotFollowed() {
        server.answers(
                "/execute",
                new MockResponse.Builder()
                        .code(503)
                        .addHeader("Retry-After", "0")
                        .body("{\"error\":\"Soon.\"}")
                        .build(),
                reply(200, OddServer.RESULT));

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, () -> isol8.execute(program()))
                .hasMessage("Execution failed: Soon.");
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308, 408})
    void nothingIsSentElsewhere(int status) {
        server.answers(
                "/execute",
                new MockResponse.Builder()
                        .code(status)
                        .addHeader("Location", "/other")
                        .build());
        server.answers("/other", reply(200, OddServer.RESULT));

        assertFails(ErrorCode.ENGINE_FAILED, () -> isol8.execute(program()));
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aServerThatIsNotThereYetIsWaitedForALittle() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        try (RemoteIsol8 absent =
                RemoteIsol8.builder("http://localhost:" + port, "key").build()) {
            assertFails(ErrorCode.ENGINE_UNAVAILABLE, () -> absent.execute(program()))
                    .hasMessageStartingWith("Execution failed: ")
                    .hasMessageContaining(String.valueOf(port));
            assertFails(ErrorCode.ENGINE_UNAVAILABLE, absent::start)
                    .hasMessageStartingWith("Remote server health check failed: ");
            assertFails(
                            ErrorCode.ENGINE_UNAVAILABLE,
                            () -> absent.executeStream(program()).next())
                    .hasMessageStartingWith("Stream failed: ");
        }
        CompletableFuture<ServerSocket> late = new CompletableFuture<>();
        OkHttpClient watched = new OkHttpClient.Builder()
                .eventListener(new EventListener() {
                    @Override
                    public void callFailed(Call call, IOException failure) {
                        late.completeAsync(() -> listenerAt(port), Runnable::run);
                    }
                })
                .build();
        try (RemoteIsol8 patient = RemoteIsol8.builder("http://localhost:" + port, "key")
                .okHttp(watched)
                .build()) {
            CompletableFuture<String> waiting = CompletableFuture.supplyAsync(
                    () -> patient.execute(program()).stdout());
            try (ServerSocket listener = late.get(60, TimeUnit.SECONDS)) {
                answerOnce(listener);
                assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo("hi");
            }
        }
    }

    private static ServerSocket listenerAt(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getByName("localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answerOnce(ServerSocket listener) throws IOException {
        try (Socket client = listener.accept()) {
            client.getInputStream().read(new byte[4096]);
            client.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + OddServer.RESULT.length()
                                    + "\r\n\r\n" + OddServer.RESULT)
                            .getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({"500, ENGINE_FAILED", "403, INVALID_REQUEST", "503, ENGINE_UNAVAILABLE", "301, ENGINE_FAILED"})
    void anUnhealthyServerIsTold(int status, ErrorCode code) {
        server.answers("/health", status(status));

        assertFails(code, isol8::start).hasMessage("Remote server health check failed: " + status);
    }

    @Test
    void sessionsThatCannotBeListedOrEnded() {
        server.answers("/sessions", reply(500, "{\"error\":\"No.\"}"), reply(200, "<html>"));
        server.answers("/session/x", reply(500, "{\"error\":\"No.\"}"));

        assertFails(ErrorCode.ENGINE_FAILED, isol8::listSessions).hasMessage("Failed to list sessions: No.");
        assertFails(ErrorCode.ENGINE_FAILED, isol8::listSessions)
                .hasMessageStartingWith("Failed to list sessions: The server's answer cannot be understood.");
        assertFails(ErrorCode.ENGINE_FAILED, () -> isol8.deleteSession("x"))
                .hasMessage("Failed to delete session: No.");
    }

    @Test
    void aLoginMakesOneKey() {
        server.answers(
                "/auth/login",
                reply(200, "{\"token\":\"isol8_ab\",\"expiresAt\":\"2026-01-01T00:00:00.000Z\",\"keyId\":\"7\"}"),
                reply(400, "{\"error\":\"DB-backed auth is not enabled\"}"),
                reply(200, "{\"token\":\"isol8_ab\"}"));
        Login login = new Login(Optional.of("me"), Optional.empty(), Optional.of(Duration.ofMillis(5)));

        assertThat(isol8.login(login)).isEqualTo(new LoggedIn("isol8_ab", Instant.parse("2026-01-01T00:00:00Z"), "7"));
        assertFails(ErrorCode.INVALID_REQUEST, () -> isol8.login(login))
                .hasMessage("Login failed: DB-backed auth is not enabled");
        assertFails(ErrorCode.ENGINE_FAILED, () -> isol8.login(login))
                .hasMessageStartingWith("Login failed: The server's answer cannot be understood.");

        assertThat(server.requests).hasSize(3).allSatisfy(request -> {
            assertThat(request.getMethod()).isEqualTo("POST");
            assertThat(body(request)).isEqualTo("{\"name\":\"me\",\"ttlMs\":5}");
        });
    }

    @Test
    void stopEndsOnlyASessionOfItsOwn() {
        isol8.stop();
        assertThat(server.requests).isEmpty();

        server.answers("/session/mine", reply(200, "{\"ok\":true}"));
        try (RemoteIsol8 session = server.client().sessionId("mine").build()) {
            session.stop();
        }

        assertThat(server.requests).extracting(RecordedRequest::getMethod).containsExactly("DELETE", "DELETE");
    }

    @Test
    void prewarmingAsksForNothing() {
        isol8.prewarm(List.of("python", "cobol"));

        assertThat(server.requests).isEmpty();
    }

    @Test
    void aPathInTheUrlIsWhereTheRoutesBegin() {
        server.answers("/some/where/execute", reply(200, OddServer.RESULT));
        try (RemoteIsol8 prefixed =
                RemoteIsol8.builder(server.url() + "some/where/", OddServer.KEY).build()) {
            assertThat(prefixed.execute(program()).stdout()).isEqualTo("hi");
        }
    }

    @Test
    void manyExecutionsAreUnderWayAtOnce() {
        server.answers("/execute", reply(200, OddServer.RESULT));
        server.answersWhenAskedBy("/execute", 40);
        ExecutionRequest request = program();
        List<CompletableFuture<String>> all = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> isol8.execute(request).stdout(), task -> new Thread(task).start()))
                .toList();

        assertThat(all).allSatisfy(each -> assertThat(each.join()).isEqualTo("hi"));
        assertThat(server.requests.stream()
                        .map(RecordedRequest::getConnectionIndex)
                        .distinct())
                .hasSize(40);
    }
}
