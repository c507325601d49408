package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Thousands of requests that were made up, the same ones each time: each gets a status that is meant for it. */
class FuzzTest {

    private static final int REQUESTS = 4000;
    private static final int MESSAGES = 1500;

    private static final List<String> BODIES = List.of(
            "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\",\"timeoutMs\":1000,\"env\":{\"A\":\"1\"},\"stdin\":\"in\"},"
                    + "\"options\":{\"memoryLimit\":\"64m\",\"cpuLimit\":0.5,\"pidsLimit\":9,\"secrets\":{\"S\":\"v\"}},"
                    + "\"sessionId\":\"s1\"}",
            "{\"runtime\":\"python\",\"cmd\":\"ls\",\"files\":{\"a/b\":\"text\",\"c\":{\"base64\":\"AAEC\"},"
                    + "\"d\":{\"type\":\"Buffer\",\"data\":[1,2,255]}},\"outputPaths\":[\"a\",\"b\"],\"workdir\":\"d\"}",
            "{\"request\":{\"runtime\":\"node\",\"code\":\"1\",\"fileExtension\":\".cjs\",\"setupScript\":\"true\","
                    + "\"metadata\":{\"userId\":\"u\"},\"trackResources\":true,\"interactive\":false},"
                    + "\"options\":{\"network\":\"none\",\"security\":{\"seccomp\":\"strict\"},\"sandboxSize\":\"1m\","
                    + "\"tmpSize\":\"1m\",\"maxOutputSize\":100,\"readonlyRootFs\":true}}",
            "{\"sessionId\":\"s2\",\"path\":\"dir/file\",\"content\":\"aGVsbG8=\"}",
            "{\"images\":false}");

    private static final List<String> MESSAGE_SEEDS = List.of(
            "{\"type\":\"execute\"," + BODIES.get(0).substring(1),
            "{\"type\":\"stdin\",\"data\":\"abc\",\"eof\":false}",
            "{\"type\":\"signal\",\"signal\":\"SIGINT\"}",
            "{\"type\":\"execute\"," + BODIES.get(2).substring(1));

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e400",
            "9007199254740993",
            "0.1",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[[[]]]",
            "\"../../etc\"",
            "\"" + "y".repeat(5000) + "\"",
            "{\"a\":{\"b\":null}}",
            "\"512m\"",
            "NaN");

    private static final List<String> NAMES = List.of(
            "request",
            "options",
            "sessionId",
            "runtime",
            "code",
            "cmd",
            "codeUrl",
            "timeoutMs",
            "env",
            "files",
            "stdin",
            "path",
            "content",
            "images",
            "type",
            "data",
            "memoryLimit",
            "secrets",
            "__proto__",
            "",
            "\\u0000");

    private static final List<String> PIECES = List.of(
            "execute",
            "stream",
            "ws",
            "file",
            "files",
            "sessions",
            "session",
            "cleanup",
            "health",
            "ready",
            "openapi.yaml",
            "s1",
            "s2",
            "..",
            ".",
            "",
            "%2f",
            "%00",
            "%zz",
            "%ff",
            "%2e%2e",
            "a;b=c",
            "?sessionId=s1",
            "&path=a",
            "?",
            "#",
            "%c3%a4",
            "*",
            "~",
            "a+b",
            "\\",
            "|",
            "x".repeat(300),
            "sandbox",
            "tmp",
            "etc");

    private final Random random = new Random(20260101);
    private final Map<String, Integer> answers = new TreeMap<>();
    private final ServerFixture fixture = new ServerFixture(
            ServerFixture.ENGINE, ServerFixture.SERVER.withMaxBodySize(20_000).withRequests(8));

    @BeforeEach
    void everyProgramWorks() {
        fixture.containers.onAnything(run -> run.stdout("fine\n"));
    }

    @AfterEach
    void nothingWasHarmed() {
        fixture.service.sessions().forEach(session -> fixture.service.endSession(session.key()));
        fixture.program("echo hi", run -> run.stdout("hi\n"));
        fixture.assertUnharmed();
        fixture.close();
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A text that resembles {@code seed}. */
    private String mutated(String seed) {
        StringBuilder text = new StringBuilder(seed);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(7)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, (char) random.nextInt(0x250));
                case 2 -> text.insert(at, text.substring(at, end));
                case 3 -> text.insert(at, any(VALUES));
                case 4 -> replaceValue(text);
                case 5 -> replaceName(text);
                default -> text.insert(at, any(List.of("{", "}", "[", "]", ",", ":", "\"", "\\", " ")));
            }
        }
        return text.toString();
    }

    private void replaceValue(StringBuilder text) {
        int colon = text.indexOf(":", random.nextInt(text.length() + 1));
        if (colon >= 0) {
            int comma = text.indexOf(",", colon);
            text.replace(colon + 1, comma < 0 ? text.length() : comma, any(VALUES));
        }
    }

    private void replaceName(StringBuilder text) {
        int from = text.indexOf("\"", random.nextInt(text.length() + 1));
        int to = from < 0 ? -1 : text.indexOf("\"", from + 1);
        if (to > 0) {
            text.replace(from + 1, to, any(NAMES));
        }
    }

    private String body() {
        return switch (random.nextInt(10)) {
            case 0 -> any(VALUES);
            case 1 -> any(BODIES);
            case 2 -> "x".repeat(random.nextInt(30_000));
            default -> mutated(any(BODIES));
        };
    }

    private String path() {
        if (random.nextInt(2) == 0) {
            return any(List.of("/execute", "/execute/stream", "/file", "/sessions", "/cleanup", "/session/s1"));
        }
        if (random.nextInt(4) == 0) {
            String id = URLEncoder.encode(mutated("s1"), StandardCharsets.UTF_8);
            String file = URLEncoder.encode(mutated("dir/file"), StandardCharsets.UTF_8);
            return any(List.of(
                    "/session/" + id, "/sessions/" + id + "/files/" + file, "/file?sessionId=" + id + "&path=" + file));
        }
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            path.append('/').append(any(PIECES));
        }
        return path.toString();
    }

    private String request(String method, String path, String body) {
        String head = RawHttp.head(method, path, body.getBytes(StandardCharsets.UTF_8).length);
        return switch (random.nextInt(12)) {
            case 0 -> head.replace("Host", "Range: bytes=" + random.nextInt(9) + "-\r\nHost") + body;
            case 1 ->
                head.replace("Host", "X-" + random.nextInt() + ": " + "v".repeat(random.nextInt(999)) + "\r\nHost")
                        + body;
            default -> head + body;
        };
    }

    @Test
    void everyRequestIsAnswered() {
        RawHttp client = fixture.connect();
        for (int i = 0; i < REQUESTS; i++) {
            String method = any(List.of("POST", "POST", "POST", "GET", "PUT", "DELETE", "PATCH", "OPTIONS"));
            String request = request(method, path(), body());
            try {
                RawHttp.Answer answer = client.send(request).answer();
                assertMeant(request, answer);
                if (answer.header("Connection")
                                .filter(value -> value.equals("close"))
                                .isPresent()
                        || answer.status() >= 400) {
                    client.close();
                    client = fixture.connect();
                }
            } catch (UncheckedIOException e) {
                throw new AssertionError("no answer to " + shown(request), e);
            }
        }
        client.close();
        assertThat(answers).containsKeys("200", "400", "404", "413");
    }

    private void assertMeant(String request, RawHttp.Answer answer) {
        answers.merge(Integer.toString(answer.status()), 1, Integer::sum);
        String what = answer.status() + " " + answer.body() + " to " + shown(request);
        assertThat(answer.status()).as(what).isIn(200, 206, 400, 404, 409, 413, 416, 500);
        if (answer.status() == 500) {
            assertThat(answer.body()).as(what).contains("\"code\":\"file_failed\"");
        }
        if (answer.status() >= 400) {
            assertThat(answer.header("Content-Type")).as(what).contains("application/json");
            assertThat(answer.body()).as(what).startsWith("{\"error\":\"").endsWith("\"}");
        }
    }

    private static String shown(String request) {
        String line = request.substring(0, Math.min(2000, request.length()));
        return line.replace("\r\n", "|").toLowerCase(Locale.ROOT);
    }

    /** After a goodbye the server does not listen any more. */
    private static void sendIfPossible(RawWebSocket socket, String message) {
        try {
            socket.text(message);
        } catch (UncheckedIOException e) {
            assertThat(e.getMessage()).containsAnyOf("Broken pipe", "Connection reset");
        }
    }

    @Test
    void everyMessageIsAnsweredOrEndsTheConnection() {
        for (int i = 0; i < MESSAGES; i++) {
            List<String> sent = new ArrayList<>();
            try (RawWebSocket socket = fixture.socket()) {
                for (int j = random.nextInt(4); j >= 0; j--) {
                    sent.add(mutated(any(MESSAGE_SEEDS)));
                }
                sent.add("null");
                sent.forEach(message -> sendIfPossible(socket, message));
                List<String> rest = socket.rest();
                String code = rest.get(rest.size() - 1).substring(0, 4);
                assertThat(code).as(sent.toString()).isIn("1000", "1003", "1009");
                assertThat(rest.subList(0, rest.size() - 1))
                        .as(sent.toString())
                        .allMatch(event -> event.startsWith("{\"type\":\""))
                        .noneMatch(event -> event.contains("Internal error"));
            } catch (UncheckedIOException e) {
                throw new AssertionError("no goodbye after " + sent, e);
            }
        }
    }
}
