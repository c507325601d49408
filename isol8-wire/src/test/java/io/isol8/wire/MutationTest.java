package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whatever comes in, what comes out is a message or one clear line that says why not. */
class MutationTest {

    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1e999",
        "1.5",
        "\"\"",
        "{}",
        "[]",
        "NaN",
        "\\ud800",
        "\u0000",
        "\"code\":",
        "\"request\":{",
        "\"options\":",
        "\"base64\":",
        "\"data\":[1,2]",
        "\"type\":",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
    };

    @FunctionalInterface
    private interface Reader {
        Object read(InputStream body) throws IOException;
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original;
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            bytes = mutatedOnce(bytes, random);
        }
        return bytes;
    }

    private static byte[] mutatedOnce(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(12));
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(bytes, 0, from);
        switch (random.nextInt(5)) {
            case 0 -> result.write(bytes, to, bytes.length - to);
            case 1 -> {
                result.writeBytes(TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8));
                result.write(bytes, from, bytes.length - from);
            }
            case 2 -> {
                result.writeBytes(TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8));
                result.write(bytes, to, bytes.length - to);
            }
            case 3 -> {
                result.write(bytes, Math.max(0, from - 20), Math.min(20, from));
                result.write(bytes, from, bytes.length - from);
            }
            default -> {
                if (from < bytes.length) {
                    result.write(random.nextInt(256));
                    result.write(bytes, from + 1, bytes.length - from - 1);
                }
            }
        }
        return result.toByteArray();
    }

    private static void assertAlwaysAnswered(
            int bodies, Set<ErrorCode> complaints, Supplier<byte[]> originals, Random random, Reader reader)
            throws IOException {
        int read = 0;
        for (int round = 0; round < bodies; round++) {
            byte[] body = mutated(originals.get(), random);
            try {
                assertThat(reader.read(Wire.body(body))).isNotNull();
                read++;
            } catch (Isol8Exception e) {
                String message = e.message();
                assertThat(e.code()).as(message).isIn(complaints);
                assertThat(e.getCause()).isNull();
                assertThat(message)
                        .hasSizeBetween(10, 700)
                        .doesNotContain("com.fasterxml", "Exception", "java.", "\n", "\u0000", "START_");
            } catch (RuntimeException e) {
                throw new AssertionError(new String(body, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(read).as("some are still read").isBetween(bodies / 50, bodies - bodies / 50);
    }

    @Test
    void executions() throws IOException {
        Generator generator = new Generator(1);
        assertAlwaysAnswered(
                20_000,
                Wire.CLIENTS_MISTAKES,
                () -> generator.message().toJson(),
                new Random(2),
                body -> ExecuteMessage.read(body, path -> {}));
    }

    @Test
    void otherRequests() throws IOException {
        Generator generator = new Generator(3);
        Random random = new Random(4);
        Set<ErrorCode> invalid = Wire.CLIENTS_MISTAKES;
        assertAlwaysAnswered(2_000, invalid, () -> generator.upload().toJson(), random, FileUpload::read);
        assertAlwaysAnswered(2_000, invalid, () -> generator.createKey().toJson(), random, CreateKey::read);
        assertAlwaysAnswered(2_000, invalid, () -> generator.login().toJson(), random, Login::read);
        assertAlwaysAnswered(2_000, invalid, new CleanupRequest(false)::toJson, random, CleanupRequest::read);
    }

    @Test
    void answers() throws IOException {
        Generator generator = new Generator(5);
        Random random = new Random(6);
        Set<ErrorCode> failed = Set.of(ErrorCode.ENGINE_FAILED);
        assertAlwaysAnswered(
                2_000, failed, () -> ResultJson.body(generator.result(true)).toJson(), random, ResultJson::read);
        assertAlwaysAnswered(2_000, failed, () -> generator.keys().toJson(), random, KeyList::read);
        assertAlwaysAnswered(2_000, failed, () -> generator.sessions().toJson(), random, SessionList::read);
        assertAlwaysAnswered(2_000, failed, () -> generator.cleanupReply().toJson(), random, CleanupReply::read);
        assertAlwaysAnswered(2_000, failed, () -> generator.download().toJson(), random, FileDownload::read);
    }

    @Test
    void messagesOverAWebSocketNeverFail() {
        Generator generator = new Generator(7);
        Random random = new Random(8);
        List<Class<?>> seen = new ArrayList<>();
        for (int round = 0; round < 10_000; round++) {
            byte[] json = RoundTripTest.json(generator.clientMessage()).getBytes(StandardCharsets.UTF_8);
            String text = new String(mutated(json, random), StandardCharsets.UTF_8);
            ClientMessage message = ClientMessage.read(text, path -> {});
            seen.add(message.getClass());
            if (message instanceof ClientMessage.Refused refused) {
                assertThat(refused.reason().code()).isIn(Wire.CLIENTS_MISTAKES);
            }
        }
        assertThat(seen).contains(ClientMessage.class.getPermittedSubclasses());
    }

    @Test
    void streamsNeverFailButForTheServersErrors() throws IOException {
        Generator generator = new Generator(9);
        Random random = new Random(10);
        for (int round = 0; round < 5_000; round++) {
            byte[] frame = mutated(SseFrames.event(generator.event()), random);
            try {
                new SseReader(Wire.body(frame)).next();
            } catch (Isol8Exception e) {
                assertThat(e.code()).isEqualTo(ErrorCode.ENGINE_FAILED);
            }
        }
    }
}
