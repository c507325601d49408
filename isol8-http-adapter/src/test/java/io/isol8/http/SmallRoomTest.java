package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.http.internal.SmallRoom;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More bodies and messages at once than there is room for: refused in so many words, and nothing of them is left. */
class SmallRoomTest {

    private static final int ROOM = 4 << 20;

    /** Besides what belongs to each body there is room for two like this. */
    private static final int BODY = 3_000_000;

    private static final int PIECE = 1 << 20;
    private static final String NO_ROOM = "The server has no room for bodies of this size: others have it already.";

    private final CountDownLatch end = new CountDownLatch(1);
    private final ServerFixture fixture = new ServerFixture();
    private SmallRoom server = start(Duration.ofSeconds(10));

    private SmallRoom start(Duration idleTimeout) {
        return new SmallRoom(
                ROOM,
                ServerFixture.SERVER.withIdleTimeout(idleTimeout),
                fixture.service,
                new MasterKey(ServerFixture.KEY));
    }

    @AfterEach
    void close() {
        end.countDown();
        server.close();
        fixture.close();
    }

    private static <T> CompletableFuture<T> later(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start())
                .orTimeout(ServerFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private CompletableFuture<RawHttp.Answer> postLater(String body) {
        return later(() -> {
            try (RawHttp client = new RawHttp(server.port())) {
                return client.request("POST", "/execute", body).answer();
            }
        });
    }

    private void assertAllIsGivenBack() {
        await().atMost(ServerFixture.PATIENCE).until(server::isEmpty);
        assertThat(postLater(ServerFixture.body("echo hi")).join().body()).contains("\"stdout\":\"hi\"");
        fixture.assertUnharmed();
    }

    @Test
    void manyLargeBodies() {
        fixture.program("wait", run -> run.await(end));
        String body = "{\"request\":{\"runtime\":\"bash\",\"code\":\"wait\",\"stdin\":\"" + "x".repeat(BODY) + "\"}}";
        List<CompletableFuture<RawHttp.Answer>> first = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            first.add(postLater(body));
            fixture.awaitRunning(i);
        }

        List<CompletableFuture<RawHttp.Answer>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(postLater(body));
        }

        assertThat(others).allSatisfy(other -> {
            RawHttp.Answer answer = other.join();
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).contains("1");
            assertThat(answer.body()).contains(NO_ROOM, "\"code\":\"busy\"");
        });
        assertThat(server.isEmpty()).isFalse();
        end.countDown();
        assertThat(first)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
        assertThat(postLater(body).join().status()).isEqualTo(200);
        assertAllIsGivenBack();
    }

    /** All that a client was told that sent a large message, piece by piece, and not its end. */
    private List<String> beginMessage() {
        byte[] piece = "x".repeat(PIECE).getBytes(StandardCharsets.US_ASCII);
        try (RawWebSocket socket = new RawWebSocket(server.port())) {
            try {
                for (int sent = 0; sent <= ROOM; sent += PIECE) {
                    socket.frame(sent == 0 ? RawWebSocket.TEXT : 0, piece);
                }
            } catch (UncheckedIOException refused) {
                // before it has sent everything
            }
            return socket.rest();
        }
    }

    @Test
    void manyMessagesThatNobodyEnds() {
        List<CompletableFuture<List<String>>> sockets = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sockets.add(later(this::beginMessage));
        }

        assertThat(sockets).allSatisfy(socket -> {
            List<String> told = socket.join();
            assertThat(told).hasSize(2);
            assertThat(told.get(0)).contains(NO_ROOM, "\"code\":\"busy\"");
            assertThat(told.get(1)).startsWith("1013 ");
        });
        assertAllIsGivenBack();
    }

    /** Sends without an end. */
    private static void talk(RawWebSocket socket) {
        try {
            while (true) {
                socket.text("{\"type\":\"stdin\",\"data\":\"x\"}");
            }
        } catch (UncheckedIOException cutOff) {
            // as it should be
        }
    }

    @Test
    void clientsThatDoNotAnswerAGoodbye() {
        server.close();
        server = start(Duration.ofSeconds(2));
        fixture.program("x".repeat(PIECE), run -> {});
        List<RawWebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sockets.add(new RawWebSocket(server.port()).execute("x".repeat(PIECE)));
        }
        sockets.forEach(socket -> assertThat(socket.rest()).last().isEqualTo("1000 Execution complete"));

        sockets.forEach(socket -> later(() -> {
                    talk(socket);
                    return true;
                })
                .join());

        await().atMost(ServerFixture.PATIENCE).until(server::isEmpty);
        sockets.forEach(RawWebSocket::close);
        assertAllIsGivenBack();
    }

    @Test
    void manyMessagesThatBreakOff() {
        List<RawWebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sockets.add(new RawWebSocket(server.port()));
        }
        byte[] piece = "x".repeat(ROOM / 40).getBytes(StandardCharsets.US_ASCII);
        sockets.forEach(socket -> socket.frame(RawWebSocket.TEXT, piece));
        await().atMost(ServerFixture.PATIENCE).until(() -> !server.isEmpty());

        sockets.forEach(RawWebSocket::reset);

        assertAllIsGivenBack();
    }
}
