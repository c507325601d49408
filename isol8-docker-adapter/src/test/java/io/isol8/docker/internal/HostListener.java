package io.isol8.docker.internal;

import io.isol8.docker.internal.Visits.Visit;
import io.isol8.domain.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on this machine, at all of its addresses, those of bridges and loopback included. Nobody may come here. */
final class HostListener implements AutoCloseable {

    private final Visits visits;
    private final AtomicInteger count = new AtomicInteger();
    private final ServerSocket connections;
    private final DatagramSocket datagrams;

    HostListener(Visits visits) {
        this.visits = visits;
        try {
            connections = new ServerSocket(0);
            datagrams = new DatagramSocket(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Threads.start("test-host-tcp", this::accept);
        Threads.start("test-host-udp", this::receive);
    }

    int tcp() {
        return connections.getLocalPort();
    }

    int udp() {
        return datagrams.getLocalPort();
    }

    private String next() {
        return "host " + count.incrementAndGet();
    }

    private void see(String id, String what) {
        visits.see(id, new Visit(true, what));
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = connections.accept();
                Threads.start("test-host-visit", () -> hear(socket));
            }
        } catch (IOException e) {
            // it was closed
        }
    }

    private void hear(Socket socket) {
        String id = next();
        String where = "tcp " + socket.getLocalSocketAddress() + " ";
        see(id, where);
        try (socket) {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            for (int one = in.read(); one >= 0; one = in.read()) {
                heard.write(one);
                see(id, where + heard.toString(StandardCharsets.ISO_8859_1));
            }
            socket.getOutputStream().write("forbidden".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            see(id, where + e.getMessage());
        }
    }

    private void receive() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
                datagrams.receive(packet);
                see(next(), "udp " + new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // it was closed
        }
    }

    @Override
    public void close() {
        datagrams.close();
        try {
            connections.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
