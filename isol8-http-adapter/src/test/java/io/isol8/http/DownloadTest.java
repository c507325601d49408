package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileKind;
import io.isol8.http.server.Isol8Server;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.SystemClock;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are sent while they are read, and whoever takes them, or does not. */
class DownloadTest {

    private static final String JSON = "/file?sessionId=s&path=a";

    /** More than what is in memory between a server and its client, on any machine. */
    private static final int LARGE = 64 << 20;

    private static final int ONE_TENANTS_PLACES = 18;

    private final ServerFixture fixture = new ServerFixture();
    private final Queue<Content> opened = new ConcurrentLinkedQueue<>();
    private volatile Supplier<Content> file = () -> new Content(0);
    private Isol8Server server = start(ServerFixture.SERVER.idleTimeout());

    private Isol8Server start(Duration idleTimeout) {
        return Isol8Server.start(
                ServerFixture.SERVER.withRequests(1).withIdleTimeout(idleTimeout),
                proxy(Isol8Service.class, fixture.service, "files", files()),
                new MasterKey(ServerFixture.KEY),
                SystemClock.INSTANCE);
    }

    /** What is read of the one file that there is: each byte tells where it stands. */
    private static final class Content extends InputStream {

        private final int size;
        private final CountDownLatch goOn = new CountDownLatch(1);
        private int position;
        private int end;
        private boolean torn;
        private int haltsAt = Integer.MAX_VALUE;
        private volatile boolean closed;

        Content(int size) {
            this.size = size;
            this.end = size;
        }

        /** Of what was announced only so much is there. */
        Content endingAt(int shorter) {
            end = shorter;
            return this;
        }

        /** After so much its sandbox is gone. */
        Content tornAt(int place) {
            torn = true;
            return endingAt(place);
        }

        /** After so much nothing comes until {@link #goOn}. */
        Content haltingAt(int place) {
            haltsAt = place;
            return this;
        }

        void goOn() {
            goOn.countDown();
        }

        static byte at(int position) {
            return (byte) ((position * 31) >>> 3);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (position >= haltsAt) {
                halt();
            }
            if (position == end && torn) {
                throw new IOException("the sandbox is gone");
            }
            int count = Math.min(length, Math.min(end, Math.max(haltsAt, position + 1)) - position);
            for (int i = 0; i < count; i++) {
                target[offset + i] = at(position + i);
            }
            position += count;
            return count == 0 ? -1 : count;
        }

        private void halt() throws IOException {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            haltsAt = Integer.MAX_VALUE;
        }

        @Override
        public void close() {
            closed = true;
        }

        boolean isClosed() {
            return closed;
        }

        FileAttributes attributes() {
            return new FileAttributes(FileKind.FILE, 0644, size, Instant.EPOCH);
        }
    }

    /** {@code target}, but for one method. */
    private static <T> T proxy(Class<T> type, T target, String method, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return answer;
                    }
                    try {
                        return called.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private SandboxFiles files() {
        return (SandboxFiles) Proxy.newProxyInstance(
                SandboxFiles.class.getClassLoader(),
                new Class<?>[] {SandboxFiles.class},
                (self, called, arguments) ->
                        called.getName().equals("attributes") ? file.get().attributes() : open());
    }

    private OpenFile open() {
        Content content = file.get();
        opened.add(content);
        return new OpenFile(content.attributes(), content);
    }

    @BeforeEach
    void makeASession() {
        fixture.post("/execute", ServerFixture.body("echo hi", "s"));
    }

    @AfterEach
    void close() {
        opened.forEach(Content::goOn);
        fixture.delete("/session/s");
        fixture.assertUnharmed();
        server.close();
        fixture.close();
    }

    private RawHttp get(String path) {
        return new RawHttp(server.port()).request("GET", path, "");
    }

    private void awaitClosed(int files) {
        await().atMost(ServerFixture.PATIENCE)
                .until(() -> opened.stream().filter(Content::isClosed).count() == files);
        assertThat(opened).hasSize(files);
    }

    @Test
    void aFileIsOnItsWayBeforeItsEndIsRead() throws IOException {
        file = () -> new Content(1_000_001).haltingAt(500_000);
        try (RawHttp client = get(JSON)) {
            RawHttp.Answer head = client.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).contains("application/json");
            StringBuilder body = new StringBuilder();
            while (body.length() < 400_000) {
                body.append(new String(client.chunk(), StandardCharsets.US_ASCII));
            }
            opened.forEach(Content::goOn);
            for (byte[] chunk = client.chunk(); chunk.length > 0; chunk = client.chunk()) {
                body.append(new String(chunk, StandardCharsets.US_ASCII));
            }

            byte[] expected = new byte[1_000_001];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = Content.at(i);
            }
            String text = body.toString();
            assertThat(text).startsWith("{\"content\":\"").endsWith("\"}");
            byte[] content = Base64.getDecoder().decode(text.substring(12, text.length() - 2));
            assertThat(Arrays.equals(content, expected)).isTrue();
            awaitClosed(1);
            assertThat(client.request("GET", "/health", "").answer().status())
                    .as("the connection serves on")
                    .isEqualTo(200);
        }
    }

    private int statusOfSessions() {
        try (RawHttp client = get("/sessions")) {
            return client.answer().status();
        }
    }

    /** Whether the server gave up on its client before the answer's end. */
    private static boolean isCutOff(RawHttp client) {
        try {
            long taken = client.in().transferTo(OutputStream.nullOutputStream());
            return taken < LARGE;
        } catch (IOException e) {
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({JSON, "/sessions/s/files/a"})
    void whoTakesNothingIsCutOffAndHoldsNothing(String path) {
        server.close();
        server = start(Duration.ofSeconds(2));
        file = () -> new Content(LARGE).haltingAt(0);
        List<RawHttp> clients = new ArrayList<>();
        for (int i = 0; i < ONE_TENANTS_PLACES; i++) {
            clients.add(get(path));
        }
        await().atMost(ServerFixture.PATIENCE).until(() -> opened.size() == ONE_TENANTS_PLACES);
        assertThat(statusOfSessions()).as("all places are taken").isEqualTo(429);

        opened.forEach(Content::goOn);

        awaitClosed(ONE_TENANTS_PLACES);
        await().atMost(ServerFixture.PATIENCE).until(() -> statusOfSessions() == 200);
        assertThat(clients).allMatch(DownloadTest::isCutOff);
        clients.forEach(RawHttp::close);
    }

    @ParameterizedTest
    @CsvSource({JSON, "/sessions/s/files/a"})
    void whoGoesAwayHoldsNothing(String path) {
        file = () -> new Content(LARGE);
        RawHttp client = get(path);
        client.head();

        client.reset();

        awaitClosed(1);
    }

    private static Content breakingOff(int size, int place, boolean torn) {
        Content content = new Content(size);
        return torn ? content.tornAt(place) : content.endingAt(place);
    }

    @ParameterizedTest
    @CsvSource({JSON + ", true", JSON + ", false", "/sessions/s/files/a, true", "/sessions/s/files/a, false"})
    void ofAFileThatBreaksOffBeforeAnythingLeftItIsToldWhatHappened(String path, boolean torn) {
        file = () -> breakingOff(10_000, 5_000, torn);
        try (RawHttp client = get(path)) {
            RawHttp.Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body())
                    .isEqualTo("{\"error\":\"The answer broke off: the sandbox, or the connection, is gone.\"}");
        }
        awaitClosed(1);
    }

    @ParameterizedTest
    @CsvSource({JSON + ", true", JSON + ", false", "/sessions/s/files/a, true", "/sessions/s/files/a, false"})
    void afterThatItsAnswerHasNoEnd(String path, boolean torn) {
        file = () -> breakingOff(LARGE, 1_000_000, torn);
        try (RawHttp client = get(path)) {
            assertThatThrownBy(client::answer)
                    .isInstanceOf(UncheckedIOException.class)
                    .cause()
                    .isInstanceOfAny(EOFException.class, SocketException.class);
        }
        awaitClosed(1);
        assertThat(statusOfSessions()).isEqualTo(200);
    }
}
