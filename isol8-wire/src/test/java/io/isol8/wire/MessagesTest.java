package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.FileContent;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small messages, as existing clients and servers know them. */
class MessagesTest {

    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final String WRITTEN = "\"2026-01-01T00:00:00.000Z\"";

    @Test
    void health() throws IOException {
        assertThat(Wire.json(Health.ok("0.1.0"))).isEqualTo("{\"status\":\"ok\",\"version\":\"0.1.0\"}");
        assertThat(Health.read(Wire.body("{\"status\": \"ok\"}"))).isEqualTo(new Health("ok", ""));
        Wire.assertNotUnderstood("status must be a string.", () -> Health.read(Wire.body("{}")));
    }

    @Test
    void done() {
        assertThat(Wire.json(new Done())).isEqualTo("{\"ok\":true}");
    }

    @Test
    void errors() {
        assertThat(Wire.json(ErrorBody.of("Missing Authorization header")))
                .isEqualTo("{\"error\":\"Missing Authorization header\"}");
        assertThat(Wire.json(ErrorBody.of(Isol8Exception.invalid("No."))))
                .isEqualTo("{\"error\":\"No.\",\"code\":\"invalid_request\"}");
    }

    @Test
    void errorsAreThrownAgainWithTheirCodeOrAnother() throws IOException {
        Isol8Exception busy = ErrorBody.read(Wire.body("{\"error\":\"Full.\",\"code\":\"busy\"}"), "-")
                .toException(ErrorCode.ENGINE_FAILED);
        Isol8Exception other =
                ErrorBody.read(Wire.body("{\"error\":\"Full.\"}"), "-").toException(ErrorCode.ENGINE_UNAVAILABLE);

        assertThat(busy).hasMessage("Full.");
        assertThat(busy.code()).isEqualTo(ErrorCode.BUSY);
        assertThat(other.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "null",
                "[]",
                "\"error\"",
                "{}",
                "{\"error\":null}",
                "{\"error\":{\"message\":\"x\"}}",
                "{\"error\":5}",
                "{\"error\":\"cut o",
                "{\"message\":\"x\"}"
            })
    void withoutAMessageTheStatusSpeaks(String body) throws IOException {
        assertThat(ErrorBody.read(Wire.body(body), "Bad Gateway")).isEqualTo(ErrorBody.of("Bad Gateway"));
    }

    @Test
    void anEndlessErrorIsNotReadToItsEnd() throws IOException {
        assertThat(ErrorBody.read(Wire.body("{\"error\":\"" + "x".repeat(2 << 20) + "\"}"), "Bad Gateway"))
                .isEqualTo(ErrorBody.of("Bad Gateway"));
    }

    @Test
    void sessions() {
        SessionList none = new SessionList(List.of());
        SessionList one = new SessionList(List.of(new SessionList.Session("s-1", true, NEW_YEAR)));

        assertThat(Wire.json(none)).isEqualTo("{\"sessions\":[]}");
        assertThat(Wire.json(one))
                .isEqualTo("{\"sessions\":[{\"id\":\"s-1\",\"isActive\":true,\"lastAccessedAt\":" + WRITTEN + "}]}");
        Wire.assertNotUnderstood(
                "sessions[0].id must be a string.", () -> SessionList.read(Wire.body("{\"sessions\":[{}]}")));
    }

    @Test
    void cleanups() {
        CleanupReply reply = new CleanupReply(
                new CleanupResult(1, 0, List.of()), new CleanupResult(2, 0, List.of()), Optional.empty());

        assertThat(Wire.json(reply))
                .isEqualTo("{\"ok\":true,\"sessions\":{\"removed\":1,\"failed\":0,\"errors\":[]},"
                        + "\"containers\":{\"removed\":2,\"failed\":0,\"errors\":[]}}");
        assertThat(Wire.json(new CleanupReply(
                        CleanupResult.nothing(),
                        CleanupResult.nothing(),
                        Optional.of(new CleanupResult(0, 1, List.of("isol8:bash: in use"))))))
                .endsWith(",\"images\":{\"removed\":0,\"failed\":1,\"errors\":[\"isol8:bash: in use\"]}}");
    }

    @Test
    void aFileIsWrittenWhileItIsRead() throws IOException {
        int size = 10 << 20;
        AtomicLong read = new AtomicLong();
        AtomicLong written = new AtomicLong();
        InputStream zeroes = new InputStream() {
            @Override
            public int read() {
                read.incrementAndGet();
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                Arrays.fill(target, offset, offset + length, (byte) 0);
                read.addAndGet(length);
                return length;
            }
        };
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                assertThat(read.get() - written.incrementAndGet() * 3 / 4).isLessThan(100_000);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                assertThat(read.get() - written.addAndGet(length) * 3 / 4).isLessThan(100_000);
            }
        };

        FileDownload.of(zeroes, size).writeTo(out);

        assertThat(read).hasValue(size);
        assertThat(written.get()).isGreaterThan(size * 4L / 3);
    }

    @Test
    void aFileThatIsShorterThanItWasIsNoWholeAnswer() {
        JsonBody answer = FileDownload.of(InputStream.nullInputStream(), 1);
        assertThatThrownBy(() -> answer.writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|true",
                "x|true",
                "{\"images\":|true",
                "{}|true",
                "{\"images\":null}|true",
                "{\"other\":1}|true",
                "{\"images\":true}|true",
                "{\"images\":false}|false",
            })
    void cleanupsTakeImagesUnlessToldNotTo(String body, boolean images) throws IOException {
        assertThat(CleanupRequest.read(Wire.body(body))).isEqualTo(new CleanupRequest(images));
    }

    @Test
    void cleanupsThatAreNotUnderstoodDoNotHappen() {
        Wire.assertRefused(
                "images must be true or false.", () -> CleanupRequest.read(Wire.body("{\"images\":\"false\"}")));
        Wire.assertRefused("The body must be an object.", () -> CleanupRequest.read(Wire.body("[false]")));
    }

    @Test
    void files() throws IOException {
        FileContent content = FileContent.of(new byte[] {0, 1, 2, (byte) 255});

        assertThat(Wire.json(new FileUpload(Optional.of("s"), "/sandbox/a", content)))
                .isEqualTo("{\"sessionId\":\"s\",\"path\":\"/sandbox/a\",\"content\":\"AAEC/w==\"}");
        assertThat(Wire.json(new FileDownload(content))).isEqualTo("{\"content\":\"AAEC/w==\"}");
        assertThat(FileUpload.read(Wire.body("{\"path\":\"a\",\"content\":\"\"}")))
                .isEqualTo(new FileUpload(Optional.empty(), "a", FileContent.of("")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|The body is empty.",
                "x|The body is not valid JSON (line 1, column 1).",
                "null|The body must be an object.",
                "[]|The body must be an object.",
                "{\"sessionId\":5}|sessionId must be a string.",
                "{\"sessionId\":\"s\"}|path must be a string.",
                "{\"sessionId\":\"s\",\"content\":\"\"}|path must be a string.",
                "{\"sessionId\":\"s\",\"path\":[\"a\"]}|path must be a string.",
                "{\"sessionId\":\"s\",\"path\":\"a\"}|content must be base64.",
                "{\"sessionId\":\"s\",\"path\":\"a\",\"content\":null}|content must be base64.",
                "{\"sessionId\":\"s\",\"path\":\"a\",\"content\":[1]}|content must be base64.",
                "{\"sessionId\":\"s\",\"path\":\"a\",\"content\":\"***\"}|content must be base64.",
                "{\"sessionId\":\"s\",\"path\":\"a\",\"content\":\"QQ=x\"}|content must be base64.",
            })
    void uploadsThatCannotBe(String body, String message) {
        Wire.assertRefused(message, () -> FileUpload.read(Wire.body(body)));
    }

    @Test
    void keysToBeMade() throws IOException {
        assertThat(CreateKey.read(Wire.body("{\"name\":\"ci\",\"tenantId\":\"t\",\"ttlMs\":1000}")))
                .isEqualTo(new CreateKey("ci", Optional.of("t"), Optional.of(Duration.ofSeconds(1))));
        assertThat(CreateKey.read(Wire.body("{\"name\":\"ci\",\"tenantId\":\"\",\"ttlMs\":null}")))
                .isEqualTo(new CreateKey("ci", Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|The body is empty.",
                "{}|name is required",
                "{\"name\":\"\"}|name is required",
                "{\"name\":null}|name is required",
                "{\"name\":5}|name must be a string.",
                "{\"name\":\"a\",\"tenantId\":5}|tenantId must be a string.",
                "{\"name\":\"a\",\"ttlMs\":0}|ttlMs must be a positive whole number of milliseconds.",
                "{\"name\":\"a\",\"ttlMs\":-1}|ttlMs must be a positive whole number of milliseconds.",
                "{\"name\":\"a\",\"ttlMs\":1.5}|ttlMs must be a positive whole number of milliseconds.",
                "{\"name\":\"a\",\"ttlMs\":\"1\"}|ttlMs must be a positive whole number of milliseconds.",
                "{\"name\":\"a\",\"ttlMs\":1e300}|ttlMs must be a positive whole number of milliseconds.",
            })
    void keysThatCannotBe(String body, String message) {
        Wire.assertRefused(message, () -> CreateKey.read(Wire.body(body)));
    }

    @Test
    void keysThatWereMade() {
        CreatedKey key = new CreatedKey("id-1", "isol8_ab12cd", "ci", "isol8_ab12...", "default", NEW_YEAR);

        assertThat(Wire.json(key))
                .isEqualTo("{\"id\":\"id-1\",\"key\":\"isol8_ab12cd\",\"name\":\"ci\",\"keyPrefix\":\"isol8_ab12...\","
                        + "\"tenantId\":\"default\",\"expiresAt\":" + WRITTEN + "}");
        assertThat(key.toString()).contains("isol8_ab12...").doesNotContain("isol8_ab12cd");
        assertThat(Wire.json(new RevokedKey("id-1"))).isEqualTo("{\"ok\":true,\"id\":\"id-1\"}");
        Wire.assertNotUnderstood(
                "expiresAt must be a point in time such as 2026-01-01T00:00:00.000Z.",
                () -> CreatedKey.read(Wire.body(Wire.json(key).replace("2026-01", "2026-13"))));
    }

    @Test
    void keysThatAreListed() {
        KeyList keys = new KeyList(List.of(
                new KeyList.Key("1", "a", "p...", "t", NEW_YEAR, NEW_YEAR, Optional.empty(), false),
                new KeyList.Key("2", "b", "q...", "t", NEW_YEAR, NEW_YEAR, Optional.of(NEW_YEAR), true)));

        assertThat(Wire.json(new KeyList(List.of()))).isEqualTo("{\"keys\":[]}");
        assertThat(Wire.json(keys))
                .isEqualTo(
                        "{\"keys\":[{\"id\":\"1\",\"name\":\"a\",\"keyPrefix\":\"p...\",\"tenantId\":\"t\",\"createdAt\":"
                                + WRITTEN + ",\"expiresAt\":" + WRITTEN + ",\"lastUsedAt\":null,\"revoked\":false},"
                                + "{\"id\":\"2\",\"name\":\"b\",\"keyPrefix\":\"q...\",\"tenantId\":\"t\",\"createdAt\":"
                                + WRITTEN
                                + ",\"expiresAt\":" + WRITTEN + ",\"lastUsedAt\":" + WRITTEN + ",\"revoked\":true}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{", "{}", "{\"name\":\"\"}", "{\"name\":null,\"ttlMs\":null}"})
    void aLoginNeedsToSayNothing(String body) throws IOException {
        assertThat(Login.read(Wire.body(body))).isEqualTo(Login.plain());
    }

    @Test
    void logins() throws IOException {
        LoggedIn reply = new LoggedIn("isol8_secret", NEW_YEAR, "id-1");

        assertThat(Login.read(Wire.body("{\"name\":\"n\",\"tenantId\":\"t\",\"ttlMs\":60000}")))
                .isEqualTo(new Login(Optional.of("n"), Optional.of("t"), Optional.of(Duration.ofMinutes(1))));
        assertThat(Wire.json(Login.plain())).isEqualTo("{}");
        assertThat(Wire.json(reply))
                .isEqualTo("{\"token\":\"isol8_secret\",\"expiresAt\":" + WRITTEN + ",\"keyId\":\"id-1\"}");
        assertThat(reply.toString()).doesNotContain("isol8_secret");
        Wire.assertRefused(
                "ttlMs must be a positive whole number of milliseconds.",
                () -> Login.read(Wire.body("{\"ttlMs\":-1}")));
    }
}
