package io.isol8.docker;

import io.isol8.ports.Tunnel;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connected socket as a tunnel: its streams are the socket's own, but for what closing them means. */
final class SocketTunnel implements Tunnel {

    private static final Logger log = LoggerFactory.getLogger(SocketTunnel.class);

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    SocketTunnel(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new FilterInputStream(socket.getInputStream()) {
            @Override
            public void close() {
                // the tunnel's own close ends it
            }
        };
        this.output = new FilterOutputStream(socket.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                if (!socket.isClosed() && !socket.isOutputShutdown()) {
                    socket.shutdownOutput();
                }
            }
        };
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void close() {
        close(socket);
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("A connection was gone before it was closed: {}", e.toString());
        }
    }
}
