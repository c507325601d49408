package io.isol8.testkit;

import io.isol8.ports.Tunnel;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;

/** A connected socket as a tunnel, be it a client's or a server's. */
public final class SocketTunnel implements Tunnel {

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    /**
     * @param socket is closed with the tunnel
     * @throws IOException if it is not connected any more
     */
    public SocketTunnel(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new FilterInputStream(socket.getInputStream()) {
            @Override
            public void close() {
                // the other direction may go on
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
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
