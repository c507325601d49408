package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HijackedSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HijackedInput input = new HijackedInput(PATIENCE);
    private String file = "";
    private ServerSocketChannel server;

    @BeforeEach
    void listen(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("docker.sock");
        file = socket.toString();
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private HijackedSocket open(Duration patience) throws IOException {
        return HijackedSocket.open(file, "/v1.41/containers/x/attach?stream=1", input, patience);
    }

    private CompletableFuture<HijackedSocket> open() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return open(PATIENCE);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String read(SocketChannel from, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        boolean open = true;
        while (open && buffer.hasRemaining()) {
            open = from.read(buffer) >= 0;
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }

    private static void write(SocketChannel to, String text) throws IOException {
        to.write(StandardCharsets.US_ASCII.encode(text));
    }

    @Test
    void bytesGoBothWaysOnceTheEngineHasSwitched() throws IOException {
        CompletableFuture<HijackedSocket> opening = open();
        try (SocketChannel engine = server.accept()) {
            String request = String.join(
                    "\r\n",
                    "POST /v1.41/containers/x/attach?stream=1 HTTP/1.1",
                    "Host: localhost",
                    "Content-Length: 0",
                    "Connection: Upgrade",
                    "Upgrade: tcp",
                    "",
                    "");
            assertThat(read(engine, request.length())).isEqualTo(request);
            write(engine, "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\nfirst");
            try (HijackedSocket hijacked = opening.join()) {
                assertThat(hijacked.output().readNBytes(5)).isEqualTo("first".getBytes(StandardCharsets.US_ASCII));
                input.put("a".getBytes(StandardCharsets.US_ASCII), "b".getBytes(StandardCharsets.US_ASCII));
                assertThat(read(engine, 2)).isEqualTo("ab");
                write(engine, "more");
                assertThat(hijacked.output().readNBytes(4)).isEqualTo("more".getBytes(StandardCharsets.US_ASCII));

                input.end();

                assertThat(read(engine, 1)).isEmpty();
            }
        }
    }

    @Test
    void aRefusalIsTold() throws IOException {
        CompletableFuture<HijackedSocket> opening = open();
        try (SocketChannel engine = server.accept()) {
            write(engine, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

            assertThatThrownBy(opening::join)
                    .hasRootCauseMessage("the engine does not switch protocols: HTTP/1.1 404 Not Found");
        }
    }

    @Test
    void anEngineThatHangsUpIsNoAnswer() throws IOException {
        CompletableFuture<HijackedSocket> opening = open();
        try (SocketChannel engine = server.accept()) {
            write(engine, "HTTP/1.1 101");
        }

        assertThatThrownBy(opening::join).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void anEngineThatSaysNothingIsNotWaitedForLong() {
        assertThatThrownBy(() -> open(Duration.ofMillis(50))).isInstanceOf(IOException.class);
    }

    @Test
    void whenTheEngineIsGoneNothingCanBePut() throws IOException {
        CompletableFuture<HijackedSocket> opening = open();
        try (SocketChannel engine = server.accept()) {
            write(engine, "HTTP/1.1 101 UPGRADED\r\n\r\n");
            opening.join();
        }

        assertThatThrownBy(() -> {
                    while (true) {
                        input.putWhenRoom(new byte[9], new byte[1 << 16]);
                    }
                })
                .isInstanceOf(IOException.class);
        opening.join().close();
    }
}
