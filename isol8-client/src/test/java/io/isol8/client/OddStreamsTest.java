package io.isol8.client;

import static io.isol8.client.Failing.assertFails;
import static io.isol8.client.OddServer.EXIT;
import static io.isol8.client.OddServer.program;
import static io.isol8.client.OddServer.reply;
import static io.isol8.client.OddServer.says;
import static io.isol8.client.OddServer.sse;
import static io.isol8.client.OddServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.FileContent;
import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import io.isol8.ports.RunningExecution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server streams, and however: events and an end, or one clear failure. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddStreamsTest {

    private static final String HELLO = "{\"type\":\"stdout\",\"data\":\"hello\",\"phase\":\"code\"}";
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final String SOCKET = "/execute/ws";
    private static final String STREAM = "/execute/stream";

    private final OddServer server = new OddServer();
    private final RemoteIsol8 isol8 = server.client().build();

    @AfterEach
    void close() {
        isol8.close();
        server.close();
    }

    private static String lines(String... events) {
        StringBuilder lines = new StringBuilder();
        for (String event : events) {
            lines.append("data: ").append(event).append("\n\n");
        }
        return lines.toString();
    }

    /** The text of all events up to the end, which is a good one. */
    private String run() throws InterruptedException {
        return run(isol8);
    }

    /** The same for one that takes a server for dead that is silent for so long. */
    private String run(Duration silence) throws InterruptedException {
        try (RemoteIsol8 impatient = server.client().streamSilence(silence).build()) {
            return run(impatient);
        }
    }

    private static String run(RemoteIsol8 client) throws InterruptedException {
        try (RunningExecution running = client.executeStream(program())) {
            StringBuilder text = new StringBuilder();
            List<StreamEvent> events = new ArrayList<>();
            for (Optional<StreamEvent> event = running.next(); event.isPresent(); event = running.next()) {
                events.add(event.get());
                text.append(event.get() instanceof StreamEvent.Output output ? output.text() : "");
            }
            assertThat(events).last().isInstanceOf(StreamEvent.Exit.class);
            assertThat(running.isOver()).isTrue();
            return text.toString();
        }
    }

    @Test
    void theFirstRefusedWebSocketIsTheLastOne() throws InterruptedException {
        server.answers(SOCKET, reply(404, "<html>what?</html>"));
        server.streams(lines(HELLO, EXIT));

        assertThat(run()).isEqualTo("hello");
        assertThat(run()).isEqualTo("hello");

        assertThat(server.requestsFor(SOCKET)).isEqualTo(1);
        assertThat(server.requestsFor(STREAM)).isEqualTo(2);
    }

    @Test
    void nothingOnTheWayIsAskedToCompressAnEventStreamAndSoToHoldItBack() throws InterruptedException {
        server.streams(lines(HELLO, EXIT));

        assertThat(run()).isEqualTo("hello");

        assertThat(server.requests)
                .filteredOn(request -> request.getUrl().encodedPath().equals(STREAM))
                .extracting(request -> request.getHeaders().get("Accept-Encoding"))
                .containsExactly("identity");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 403, 426, 500, 502})
    void whateverTheRefusalIs(int status) throws InterruptedException {
        server.answers(SOCKET, status(status));
        server.streams(lines(HELLO, EXIT));

        assertThat(run()).isEqualTo("hello");
    }

    @Test
    void evenIfTheConnectionJustBreaks() throws InterruptedException {
        server.answers(
                SOCKET,
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());
        server.streams(lines(HELLO, EXIT));

        assertThat(run()).isEqualTo("hello");
    }

    @Test
    void aWebSocketThatOnceWorkedIsNotGivenUp() throws InterruptedException {
        server.answers(SOCKET, OddServer.socket(says(HELLO, EXIT)), reply(403, "{\"error\":\"Invalid API key\"}"));
        server.streams(lines(HELLO, EXIT));

        assertThat(run()).isEqualTo("hello");

        assertFails(ErrorCode.INVALID_REQUEST, this::run).hasMessage("Stream failed: Invalid API key");
        assertThat(server.requestsFor(STREAM)).isZero();
    }

    @Test
    void ifNeitherWorksTheNextOneTriesBothAgain() throws InterruptedException {
        server.answers(SOCKET, status(404), OddServer.socket(says(HELLO, EXIT)));
        server.answers(STREAM, reply(500, "{\"error\":\"No.\",\"code\":\"out_of_disk\"}"));

        assertFails(ErrorCode.OUT_OF_DISK, this::run).hasMessage("Stream failed: No.");

        assertThat(run()).isEqualTo("hello");
    }

    @Test
    void aLargeRequestGoesWithoutAWebSocket() throws InterruptedException {
        server.speaks(says(HELLO, EXIT));
        server.streams(lines(EXIT));
        byte[] large = new byte[13 << 20];
        ExecutionRequest.Builder request =
                ExecutionRequest.builder("bash").code("x").file("large", FileContent.owning(large));

        try (RunningExecution running = isol8.executeStream(request.build())) {
            assertThat(running.next()).containsInstanceOf(StreamEvent.Exit.class);
        }
        assertFails(
                        ErrorCode.INVALID_REQUEST,
                        () -> isol8.executeStream(request.interactive(true).build())
                                .next())
                .hasMessage("Stream failed: an interactive execution needs a WebSocket, and the request is too large"
                        + " for one: it may have at most 12582912 bytes.");
        assertThat(run()).isEqualTo("hello");
        assertThat(server.requestsFor(SOCKET)).isEqualTo(1);
    }

    @Test
    void messagesThatAreNoEventsAreIgnored() throws InterruptedException {
        server.speaks((socket, text) -> {
            socket.send(ByteString.encodeUtf8(EXIT));
            says("", "garbage", "[]", "{}", "{\"type\":\"dance\",\"data\":\"x\"}", "{\"type\":\"exit\"}", HELLO, EXIT)
                    .heard(socket, text);
        });

        assertThat(run()).isEqualTo("hello");
    }

    @Test
    void linesThatAreNoEventsAreIgnored() throws InterruptedException {
        server.streams(": keep-alive\n\nevent: x\nid: 7\ndata:{}\ndata: garbage\n\ndata: {\"type\":\"dance\"}\n\n\r\n"
                + lines(HELLO, EXIT) + "data: behind the end\n");

        assertThat(run()).isEqualTo("hello");
    }

    @Test
    void whatComesAfterTheEndIsIgnored() throws InterruptedException {
        server.speaks(says(HELLO, EXIT, HELLO, EXIT, "{\"type\":\"error\",\"data\":\"late\"}"));

        assertThat(run()).isEqualTo("hello");
    }

    @Test
    void aSetupThatWentWellIsNotTheEnd() throws InterruptedException {
        String setUp = "{\"type\":\"exit\",\"data\":\"0\",\"phase\":\"setup\"}";
        server.speaks(says(setUp, HELLO, EXIT));

        assertThat(run()).isEqualTo("hello");
    }

    @Test
    void aSetupThatFailedIs() throws InterruptedException {
        server.speaks(says("{\"type\":\"exit\",\"data\":\"3\",\"phase\":\"setup\"}"));

        try (RunningExecution running = isol8.executeStream(program())) {
            assertThat(running.result().exitCode()).isEqualTo(3);
        }
    }

    @Test
    void anErrorIsTheEnd() {
        server.speaks(says(HELLO, "{\"type\":\"error\",\"data\":\"No image.\",\"code\":\"image_missing\"}", EXIT));

        assertFails(ErrorCode.IMAGE_MISSING, this::run).hasMessage("Stream failed: No image.");
    }

    @Test
    void anErrorWithoutACodeIsTheServersFailure() {
        server.answers(SOCKET, status(404));
        server.streams(lines("{\"type\":\"error\",\"data\":\"Boom.\"}"));

        assertFails(ErrorCode.ENGINE_FAILED, this::run).hasMessage("Stream failed: Boom.");
    }

    @Test
    void anErrorOfAPhaseThatNoExitFollowsIsTheFailure() throws InterruptedException {
        server.speaks(says("{\"type\":\"error\",\"data\":\"Broken.\",\"phase\":\"code\"}"));

        try (RunningExecution running = isol8.executeStream(program())) {
            assertThat(running.next()).contains(new StreamEvent.Failure("Broken.", Phase.CODE));
            assertFails(ErrorCode.ENGINE_FAILED, running::next).hasMessage("Stream failed: Broken.");
            assertFails(ErrorCode.ENGINE_FAILED, running::result);
        }
    }

    @Test
    void aWebSocketThatIsClosedWithoutAnEndIsAFailure() {
        server.speaks((socket, text) -> {
            socket.send(HELLO);
            socket.close(1003, "Invalid JSON");
        });

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, this::run)
                .hasMessage("Stream failed: the server closed the connection (1003 Invalid JSON) before the program's"
                        + " end was told");
    }

    @Test
    void aStreamThatEndsWithoutAnEndIsAFailure() {
        server.answers(SOCKET, status(404));
        server.streams(lines(HELLO));

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, this::run)
                .hasMessage("Stream failed: the stream ended before the program's end was told");
    }

    @Test
    void aPageInsteadOfAStreamIsAFailure() {
        server.answers(SOCKET, status(404));
        server.answers(STREAM, reply(200, "<html>log in first</html>"));

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, this::run);
    }

    @Test
    void aWebSocketThatBreaksIsAFailure() {
        server.speaks((socket, text) -> {
            socket.send(HELLO);
            socket.cancel();
        });

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, this::run).hasMessageStartingWith("Stream failed: ");
        assertThat(server.requestsFor(STREAM)).isZero();
    }

    @Test
    void aStreamThatBreaksIsAFailureAndNotBegunAgain() {
        server.answers(SOCKET, status(404));
        server.answers(
                STREAM,
                new MockResponse.Builder()
                        .chunkedBody(lines(HELLO, EXIT), 10)
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build());

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, this::run).hasMessageStartingWith("Stream failed: ");
        assertThat(server.requestsFor(STREAM)).isEqualTo(1);
    }

    @Test
    void aWebSocketThatIsSilentForTooLongIsDead() {
        server.speaks((socket, text) -> socket.send(HELLO));

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, () -> run(SILENCE))
                .hasMessage("Stream failed: nothing was heard of the server for 3 s");
    }

    @Test
    void aStreamThatIsSilentForTooLongIsDead() {
        server.answers(SOCKET, status(404));
        server.answers(
                STREAM,
                new MockResponse.Builder()
                        .body(lines(HELLO, EXIT))
                        .bodyDelay(60, TimeUnit.SECONDS)
                        .build());

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, () -> run(SILENCE))
                .hasMessage("Stream failed: nothing was heard of the server for 3 s");
    }

    @Test
    void aSlowStreamIsNotASilentOne() throws InterruptedException {
        server.answers(SOCKET, status(404));
        server.answers(
                STREAM,
                new MockResponse.Builder()
                        .body(lines(HELLO, EXIT))
                        .throttleBody(10, 300, TimeUnit.MILLISECONDS)
                        .build());

        assertThat(run(SILENCE)).isEqualTo("hello");
    }

    @Test
    void aHugeEventArrivesWhole() throws InterruptedException {
        String huge = "x".repeat(8 << 20);
        String event = "{\"type\":\"stdout\",\"data\":\"" + huge + "\"}";
        server.answers(SOCKET, OddServer.socket(says(event, EXIT)));
        assertThat(run()).isEqualTo(huge);

        try (RemoteIsol8 other =
                server.client().okHttp(LiveServer.withoutSockets()).build()) {
            server.answers(STREAM, sse(lines(event, EXIT)));
            StringBuilder text = new StringBuilder();
            other.execute(program(), told -> text.append(told instanceof StreamEvent.Output out ? out.text() : ""));
            assertThat(text.toString()).isEqualTo(huge);
        }
    }

    @Test
    void theSessionAndTheOptionsGoOverAWebSocketToo() throws InterruptedException {
        List<String> heard = new ArrayList<>();
        server.answers("/session/s", status(200));
        server.speaks((socket, text) -> {
            heard.add(text);
            says(EXIT).heard(socket, text);
        });

        try (RemoteIsol8 session = server.client().sessionId("s").build();
                RunningExecution running = session.executeStream(program())) {
            running.result();
        }

        assertThat(heard)
                .containsExactly(
                        "{\"type\":\"execute\",\"request\":{\"code\":\"x\",\"runtime\":\"bash\"},\"sessionId\":\"s\"}");
    }

    @Test
    void aServerThatDoesNotSayGoodbyeDoesNotHoldACallerForLong() throws InterruptedException {
        server.answers(
                SOCKET,
                new MockResponse.Builder()
                        .webSocketUpgrade(new WebSocketListener() {
                            @Override
                            public void onMessage(WebSocket socket, String text) {
                                socket.send(EXIT);
                            }
                        })
                        .build());
        try (RemoteIsol8 patient = server.client().streamSilence(Duration.ZERO).build();
                RunningExecution running = patient.executeStream(program())) {
            assertThat(running.result().exitCode()).isZero();
        }
    }
}
