package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.testkit.ScriptedRun;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Executions over WebSocket (spec 4.4, 6). */
class WebSocketTest {

    private static final String COMPLETE = "1000 Execution complete";
    private static final String BUSY = error("An execution is under way on this connection already.");

    private final ServerFixture fixture =
            new ServerFixture(ServerFixture.ENGINE, ServerFixture.SERVER.withHeartbeat(Duration.ofMillis(100)));

    @BeforeEach
    void makePrograms() {
        fixture.program("cat", WebSocketTest::cat);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Says what it reads. */
    private static void cat(ScriptedRun run) throws InterruptedException {
        for (Optional<byte[]> input = run.readStdin(); input.isPresent(); input = run.readStdin()) {
            run.stdout(input.get());
        }
    }

    private static String error(String text) {
        return "{\"type\":\"error\",\"data\":\"" + text + "\"}";
    }

    private static String stdout(String text) {
        return "{\"type\":\"stdout\",\"data\":\"" + text + "\",\"phase\":\"code\"}";
    }

    private static String stdin(String text) {
        return "{\"type\":\"stdin\",\"data\":\"" + text + "\"}";
    }

    private static final String EOF = "{\"type\":\"stdin\",\"data\":\"\",\"eof\":true}";

    private static String interactive(String code) {
        return "{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"" + code
                + "\",\"interactive\":true}}";
    }

    private static void assertEnd(List<String> rest, int exitCode, String termination) {
        assertThat(rest).hasSizeGreaterThanOrEqualTo(2);
        assertThat(rest.get(rest.size() - 2))
                .startsWith("{\"type\":\"exit\",\"data\":\"" + exitCode + "\",\"phase\":\"code\",\"result\":{")
                .contains("\"termination\":\"" + termination + "\"");
        assertThat(rest.get(rest.size() - 1)).isEqualTo(COMPLETE);
    }

    @Test
    void tellsWhatHappensAndCloses() {
        fixture.program("both", run -> run.stdout("a\n").stderr("b\n").exit(3));
        try (RawWebSocket socket = fixture.socket()) {
            List<String> rest = socket.execute("both").rest();

            assertThat(rest.get(0)).isEqualTo(stdout("a\\n"));
            assertThat(rest.get(1)).isEqualTo("{\"type\":\"stderr\",\"data\":\"b\\n\",\"phase\":\"code\"}");
            assertThat(rest).hasSize(4);
            assertEnd(rest, 3, "exited");
            socket.close(1000);
            assertThat(socket.isClosedByServer()).isTrue();
        }
        fixture.assertUnharmed();
    }

    @Test
    void withoutAnUpgradeThereIsNothing() {
        assertThat(fixture.get("/execute/ws").statusCode()).isEqualTo(404);
        assertThat(fixture.get("/execute/ws").body()).isEqualTo("{\"error\":\"Not Found\"}");
        assertThat(fixture.post("/execute/ws", "{}").statusCode()).isEqualTo(404);
        try (RawHttp connection = fixture.connect()) {
            RawHttp.Answer answer = connection
                    .send(RawWebSocket.upgrade("/execute/ws", "Authorization: Bearer " + ServerFixture.KEY + "\r\n")
                            .replace("Version: 13", "Version: 8"))
                    .answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).startsWith("{\"error\":\"This is no upgrade");
        }
    }

    @Test
    void nothingIsCompressedHoweverMuchAClientWouldLikeIt() {
        try (RawHttp connection = fixture.connect()) {
            RawHttp.Answer answer = connection
                    .send(RawWebSocket.upgrade(
                            "/execute/ws",
                            "Authorization: Bearer " + ServerFixture.KEY
                                    + "\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"))
                    .head();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("Sec-WebSocket-Extensions")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nonsense", "{\"type\":\"execute\"", "{} {}"})
    void whatIsNoJsonClosesTheConnection(String text) {
        try (RawWebSocket socket = fixture.socket()) {
            assertThat(socket.text(text).rest()).containsExactly(error("Invalid JSON message"), "1003 Invalid JSON");
        }
    }

    @Test
    void aBinaryMessageIsNoJson() {
        try (RawWebSocket socket = fixture.socket()) {
            byte[] message = "{\"type\":\"stdin\",\"data\":\"x\"}".getBytes(StandardCharsets.UTF_8);
            assertThat(socket.frame(0x80 | RawWebSocket.BINARY, message).rest())
                    .containsExactly(error("Invalid JSON message"), "1003 Invalid JSON");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"hello\"} | hello",
                "{} | undefined",
                "[] | undefined",
                "7 | undefined",
                "{\"type\":3} | 3",
                "{\"type\":\"a\\tb\"} | a?b"
            })
    void anUnknownTypeIsToldAndTheConnectionLivesOn(String message, String type) {
        try (RawWebSocket socket = fixture.socket()) {
            assertThat(socket.text(message).message()).isEqualTo(error("Unknown message type: " + type));
            assertEnd(socket.execute("echo hi").rest(), 0, "exited");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | The message must be an object. | malformed_request",
                "{\"type\":\"execute\"} | request must be an object with \\\"runtime\\\" and one of \\\"code\\\","
                        + " \\\"codeUrl\\\" and \\\"cmd\\\". | malformed_request",
                "{\"type\":\"execute\",\"request\":null} | request must be an object with \\\"runtime\\\" and one of"
                        + " \\\"code\\\", \\\"codeUrl\\\" and \\\"cmd\\\". | malformed_request",
                "{\"type\":\"execute\",\"request\":7} | request must be an object. | malformed_request",
                "{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\"}} | ExecutionRequest must include exactly one"
                        + " of: code, codeUrl, or cmd. | invalid_request",
                "{\"type\":\"execute\",\"request\":{\"runtime\":\"cobol\",\"code\":\"x\"}} | Unknown runtime:"
                        + " \\\"cobol\\\". Available: python, node, bun, deno, bash | invalid_request",
                "{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"x\"},\"sessionId\":\"\\u0000\"} |"
                        + " Invalid sessionId: it has 1 to 200 characters, none of them a control character. |"
                        + " invalid_request"
            })
    void whatCannotBeExecutedIsToldAndTheConnectionCloses(String message, String text, String code) {
        try (RawWebSocket socket = fixture.socket()) {
            assertThat(socket.text(message).rest())
                    .containsExactly(
                            "{\"type\":\"error\",\"data\":\"" + text + "\",\"code\":\"" + code + "\"}", COMPLETE);
        }
    }

    @Test
    void afterAGoodbyeNothingIsExecuted() {
        try (RawWebSocket socket = fixture.socket()) {
            socket.text("null").execute("echo hi").text("nonsense");

            assertThat(socket.rest()).hasSize(2).last().isEqualTo(COMPLETE);
            socket.close(1000);
            assertThat(socket.isClosedByServer()).isTrue();
        }
        assertThat(fixture.containers.created()).isZero();
    }

    @Test
    void aSecondExecutionIsRefusedAndTheFirstGoesOn() {
        try (RawWebSocket socket = fixture.socket()) {
            socket.text(interactive("cat")).execute("echo hi");

            assertThat(socket.message()).isEqualTo(BUSY);
            socket.text(stdin("still here")).text(EOF);
            assertThat(socket.message()).isEqualTo(stdout("still here"));
            assertEnd(socket.rest(), 0, "exited");
        }
    }

    @Test
    void anInteractiveProgramIsTalkedTo() {
        try (RawWebSocket socket = fixture.socket()) {
            socket.text(interactive("cat"));
            for (String line : new String[] {"one", "two", "\u00fc\u4e2d"}) {
                assertThat(socket.text(stdin(line)).message()).isEqualTo(stdout(line));
            }
            assertEnd(socket.text(EOF).rest(), 0, "exited");
        }
    }

    @Test
    void whatCameBeforeTheProgramIsKeptForIt() {
        try (RawWebSocket socket = fixture.socket()) {
            socket.text(stdin("be"))
                    .text("{\"type\":\"stdin\",\"data\":\"fore\",\"eof\":true}")
                    .execute("cat");

            List<String> rest = socket.rest();
            assertThat(String.join("", rest)).contains("\"data\":\"be").contains("fore\"");
            assertEnd(rest, 0, "exited");
        }
    }

    @Test
    void moreThanAMebibyteBeforeTheProgramIsRefused() {
        fixture.program("count", run -> run.stdout(Integer.toString(run.stdin().length)));
        String piece = "x".repeat(400_000);
        try (RawWebSocket socket = fixture.socket()) {
            socket.text(stdin(piece)).text(stdin(piece)).text(stdin(piece));
            assertThat(socket.message())
                    .isEqualTo(error("Standard input before an execution must have at most 1048576 bytes: the rest is"
                            + " dropped."));
            List<String> rest = socket.text(stdin("y")).execute("count").rest();
            assertThat(rest).contains(stdout("800000"));
            assertEnd(rest, 0, "exited");
        }
    }

    @Test
    void aProgramThatNobodyTalkedToSeesTheEndOfItsInput() {
        try (RawWebSocket socket = fixture.socket()) {
            socket.execute("cat").text(stdin("too late"));

            assertThat(socket.rest())
                    .noneMatch(event -> event.contains("too late"))
                    .last()
                    .isEqualTo(COMPLETE);
        }
    }

    @ParameterizedTest
    @CsvSource({"SIGINT,130", "SIGTERM,143", "SIGKILL,137"})
    void signalsReachTheProgram(String signal, int exitCode) {
        fixture.program("wait", run -> run.stdout("up").hang());
        try (RawWebSocket socket = fixture.socket()) {
            assertThat(socket.execute("wait").message()).isEqualTo(stdout("up"));

            assertEnd(
                    socket.text("{\"type\":\"signal\",\"signal\":\"" + signal + "\"}")
                            .rest(),
                    exitCode,
                    "signaled");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"signal\",\"signal\":\"SIGHUP\"}",
                "{\"type\":\"signal\"}",
                "{\"type\":\"stdin\",\"data\":7}",
                "{\"type\":\"stdin\",\"eof\":\"yes\"}"
            })
    void aMessageThatCannotBeFollowedIsToldAndTheConnectionLivesOn(String message) {
        try (RawWebSocket socket = fixture.socket()) {
            assertThat(socket.text(message).message()).startsWith("{\"type\":\"error\",\"data\":\"");
            assertEnd(socket.execute("echo hi").rest(), 0, "exited");
        }
    }

    @Test
    void signalsAndInputBeforeAndAfterAProgramDoNoHarm() {
        try (RawWebSocket socket = fixture.socket()) {
            socket.text("{\"type\":\"signal\",\"signal\":\"SIGINT\"}").text("{\"type\":\"stdin\"}");
            assertEnd(socket.execute("echo hi").rest(), 0, "exited");
            socket.text("{\"type\":\"signal\",\"signal\":\"SIGINT\"}")
                    .text(stdin("x"))
                    .text(EOF)
                    .close(1000);
            assertThat(socket.isClosedByServer()).isTrue();
        }
        fixture.assertUnharmed();
    }

    @Test
    void malformedMessagesEndAnExecution() {
        fixture.silentProgram("wait");
        try (RawWebSocket socket = fixture.socket()) {
            socket.execute("wait");
            fixture.awaitRunning(1);

            assertThat(socket.text("nonsense").rest())
                    .containsExactly(error("Invalid JSON message"), "1003 Invalid JSON");
            socket.close(1003);
            fixture.awaitRunning(0);
        }
        fixture.assertUnharmed();
    }

    @Test
    void aClientThatSendsFasterThanTheProgramReadsHasToWait() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        fixture.program("count", run -> {
            run.await(read);
            run.stdout(Integer.toString(run.stdin().length));
        });
        String piece = stdin("x".repeat(500_000));
        Thread sender;
        try (RawWebSocket socket = fixture.socket()) {
            socket.text(interactive("count"));
            fixture.awaitRunning(1);
            sender = new Thread(() -> {
                for (int i = 0; i < 40; i++) {
                    socket.text(piece);
                }
                socket.text(EOF);
            });
            sender.start();
            sender.join(1000);
            assertThat(sender.isAlive())
                    .as("20 MB are more than anybody holds for it")
                    .isTrue();
            read.countDown();

            List<String> rest = socket.rest();
            assertThat(rest).contains(stdout("20000000"));
            assertEnd(rest, 0, "exited");
        }
        sender.join(ServerFixture.PATIENCE.toMillis());
        fixture.assertUnharmed();
    }

    @Test
    void pingsAreAnsweredAndSent() {
        fixture.silentProgram("wait");
        try (RawWebSocket socket = fixture.socket()) {
            byte[] payload = {1, 2, 3};
            RawWebSocket.Frame pong =
                    socket.frame(0x80 | RawWebSocket.PING, payload).next();
            assertThat(pong.type()).isEqualTo(RawWebSocket.PONG);
            assertThat(pong.bytes()).isEqualTo(payload);

            socket.execute("wait");
            for (int i = 0; i < 3; i++) {
                assertThat(socket.next().type()).isEqualTo(RawWebSocket.PING);
                socket.frame(0x80 | RawWebSocket.PONG, new byte[0]);
            }
        }
        fixture.assertUnharmed();
    }

    @Test
    void anExecutionMayBeSplitIntoFrames() {
        try (RawWebSocket socket = fixture.socket()) {
            byte[] message = "{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"echo hi\"}}"
                    .getBytes(StandardCharsets.UTF_8);
            byte[] first = Arrays.copyOf(message, 10);
            byte[] second = Arrays.copyOfRange(message, 10, message.length);
            socket.frame(RawWebSocket.TEXT, first).frame(0x80, second);

            assertEnd(socket.rest(), 0, "exited");
        }
    }

    @Test
    void manyConnectionsAreTalkedToAtTheSameTime() {
        List<RawWebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sockets.add(fixture.socket().text(interactive("cat")));
        }
        fixture.awaitRunning(8);
        for (RawWebSocket socket : sockets) {
            assertThat(socket.text(stdin("x")).message()).isEqualTo(stdout("x"));
            assertEnd(socket.text(EOF).rest(), 0, "exited");
            socket.close();
        }
        await().atMost(ServerFixture.PATIENCE).until(() -> fixture.containers.running() == 0);
        fixture.assertUnharmed();
    }
}
