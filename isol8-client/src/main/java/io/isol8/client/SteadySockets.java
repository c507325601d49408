package io.isol8.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Makes the sockets of WebSockets. OkHttp lets those be silent for ever, for it means pings to tell whether the other side
 * lives; but pings would go unanswered while a slow caller keeps us from reading. These sockets fail when somebody waits
 * for bytes and none come for too long, and they send small messages at once. Thread-safe.
 */
final class SteadySockets extends SocketFactory {

    private final int silenceMillis;

    /** @param silence the longest; zero for ever */
    SteadySockets(Duration silence) {
        this.silenceMillis = (int) Math.min(silence.toMillis(), Integer.MAX_VALUE);
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new SteadySocket(silenceMillis);
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connected();
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("OkHttp connects its sockets itself");
    }

    private static final class SteadySocket extends Socket {

        private final int silenceMillis;

        SteadySocket(int silenceMillis) {
            this.silenceMillis = silenceMillis;
        }

        @Override
        public void setSoTimeout(int millis) throws SocketException {
            super.setSoTimeout(millis == 0 ? silenceMillis : millis);
        }
    }
}
