package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.StreamEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What one end writes the other reads. */
class RoundTripTest {

    private static final int ROUNDS = 500;

    @FunctionalInterface
    private interface Reader<T> {
        T read(InputStream body) throws IOException;
    }

    private static <T extends JsonBody> void assertSurvives(Function<Generator, T> make, Reader<T> reader)
            throws IOException {
        Generator generator = new Generator(42);
        for (int round = 0; round < ROUNDS; round++) {
            T value = make.apply(generator);
            byte[] json = value.toJson();

            assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("\n", "\r", "\u2028", "\u2029");
            assertThat(reader.read(Wire.body(json))).isEqualTo(value);
        }
    }

    @Test
    void executeMessages() throws IOException {
        assertSurvives(Generator::message, body -> {
            List<String> ignored = new ArrayList<>();
            ExecuteMessage message = ExecuteMessage.read(body, ignored::add);
            assertThat(ignored).isEmpty();
            return message;
        });
    }

    @Test
    void results() throws IOException {
        Generator generator = new Generator(43);
        for (int round = 0; round < ROUNDS; round++) {
            ExecutionResult result = generator.result(true);

            assertThat(ResultJson.read(Wire.body(ResultJson.body(result).toJson())))
                    .isEqualTo(result);
        }
    }

    @Test
    void eventsAsMessages() {
        Generator generator = new Generator(44);
        for (int round = 0; round < ROUNDS; round++) {
            StreamEvent event = generator.event();

            assertThat(EventJson.read(EventJson.text(event))).contains(event);
        }
    }

    @Test
    void eventsAsAStream() throws IOException {
        Generator generator = new Generator(45);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<StreamEvent> events = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            events.add(generator.event());
            stream.write(SseFrames.event(events.get(round)));
            if (generator.chance()) {
                stream.write(SseFrames.keepAlive());
            }
        }

        SseReader reader = new SseReader(Wire.body(stream.toByteArray()));
        List<StreamEvent> read = new ArrayList<>();
        for (Optional<StreamEvent> event = reader.next(); event.isPresent(); event = reader.next()) {
            read.add(event.get());
        }

        assertThat(read).isEqualTo(events);
    }

    @Test
    void clientMessages() {
        Generator generator = new Generator(46);
        for (int round = 0; round < ROUNDS; round++) {
            ClientMessage message = generator.clientMessage();
            List<String> ignored = new ArrayList<>();

            assertThat(ClientMessage.read(json(message), ignored::add)).isEqualTo(message);
            assertThat(ignored).isEmpty();
        }
    }

    static String json(ClientMessage message) {
        if (message instanceof ClientMessage.Execute execute) {
            return execute.toJson();
        }
        return message instanceof ClientMessage.Stdin stdin
                ? stdin.toJson()
                : ((ClientMessage.SignalMessage) message).toJson();
    }

    @Test
    void files() throws IOException {
        assertSurvives(Generator::upload, FileUpload::read);
        assertSurvives(Generator::download, FileDownload::read);
    }

    @Test
    void keys() throws IOException {
        assertSurvives(Generator::createKey, CreateKey::read);
        assertSurvives(Generator::createdKey, CreatedKey::read);
        assertSurvives(Generator::keys, KeyList::read);
        assertSurvives(Generator::login, Login::read);
        assertSurvives(Generator::loggedIn, LoggedIn::read);
        assertSurvives(generator -> new RevokedKey(generator.text()), RevokedKey::read);
    }

    @Test
    void theRest() throws IOException {
        assertSurvives(Generator::sessions, SessionList::read);
        assertSurvives(Generator::cleanupReply, CleanupReply::read);
        assertSurvives(generator -> new CleanupRequest(generator.chance()), CleanupRequest::read);
        assertSurvives(generator -> Health.ok(generator.text()), Health::read);
        assertSurvives(Generator::error, body -> ErrorBody.read(body, "Internal Server Error"));
    }
}
