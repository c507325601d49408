package io.isol8.docker.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hijacked connection through the Unix socket of a Docker engine. docker-java sends 1 KiB at a time, and every hop
 * from there into the container is then as slow; in pieces of this size a file gets there in half the time or less.
 */
final class HijackedSocket implements Hijacked {

    private static final Logger log = LoggerFactory.getLogger(HijackedSocket.class);
    private static final int PIECE = 64 * 1024;
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final String SWITCHED = "HTTP/1.1 101 ";
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    private final SocketChannel socket;
    private final InputStream output;

    private HijackedSocket(SocketChannel socket) {
        this.socket = socket;
        this.output = new BufferedInputStream(new Incoming(), PIECE);
    }

    /**
     * Sends the request, waits until the engine has switched, and from then on sends what {@code input} yields.
     *
     * @param path of the request, which is a POST without a body
     * @throws IOException if the engine does not answer, or does not switch
     */
    static HijackedSocket open(String file, String path, HijackedInput input, Duration patience) throws IOException {
        SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(file));
        HijackedSocket hijacked = new HijackedSocket(socket);
        CompletableFuture<Void> switched = new CompletableFuture<>();
        switched.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            hijacked.close();
            return null;
        });
        try {
            String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                    + "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
            hijacked.send(StandardCharsets.US_ASCII.encode(request));
            String head = hijacked.readHead();
            if (!head.startsWith(SWITCHED)) {
                throw new IOException("the engine does not switch protocols: "
                        + head.lines().findFirst().orElse(""));
            }
            hijacked.sendAll(input);
            return hijacked;
        } catch (IOException e) {
            hijacked.close();
            throw e;
        } finally {
            switched.complete(null);
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int matched = 0; matched < HEAD_END.length; ) {
            int next = output.read();
            if (next < 0 || head.size() == LONGEST_HEAD) {
                throw new EOFException("the engine's answer has no end");
            }
            head.write(next);
            matched = next == HEAD_END[matched] ? matched + 1 : next == HEAD_END[0] ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private void sendAll(HijackedInput input) {
        Thread sender = new Thread(
                () -> {
                    try {
                        byte[] piece = new byte[PIECE];
                        for (int count = input.read(piece); count > 0; count = input.read(piece)) {
                            send(ByteBuffer.wrap(piece, 0, count));
                        }
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        log.debug("The sandbox no longer reads: {}", e.toString());
                        input.end();
                    }
                },
                "isol8-sandbox-input");
        sender.setDaemon(true);
        sender.start();
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("A connection to the engine was not closed: {}", e.toString());
        }
    }

    /** Not the JDK's stream of a channel, in which a reader keeps out the writer. */
    private final class Incoming extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return length == 0 ? 0 : socket.read(ByteBuffer.wrap(target, offset, length));
        }
    }
}
