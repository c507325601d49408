package io.isol8.docker.internal;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.docker.internal.Visits.Visit;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * A host that may be reached and one that may not, at addresses that are public to isol8 and lead nowhere: they are in networks of
 * the test's own, which have no way to any other. Beside them this machine, which may not be reached either. Closing removes it all.
 */
final class SmallInternet implements AutoCloseable {

    /** How many tests may have networks in the ranges at once. */
    private static final int PLACES = 4;

    /** Addresses of a network. */
    private static final int SIZE = 16;

    private static final int HOST = 10;

    /** The places that {@link #knock} knocks at. */
    private static final int DOORS = 7;

    private final Visits visits = new Visits();
    private final HostListener machine = new HostListener(visits);
    private final Deque<Runnable> removals = new ArrayDeque<>();
    private final String forbidden;
    private final String allowed;
    private final String bridge;
    private final String dockers;
    private final String network;
    private final String forbidden6;

    SmallInternet() {
        removals.push(machine::close);
        try {
            Subnet evil = subnet("198.51.100.");
            Subnet good = subnet("203.0.113.");
            forbidden = evil.address(HOST);
            allowed = good.address(HOST);
            network = evil.name;
            bridge = gateway(evil.id);
            dockers = gateway("bridge");
            forbidden6 = start(evil, good) + "%br-" + evil.id.substring(0, 12);
            await().atMost(TestDocker.PATIENCE).ignoreExceptions().untilAsserted(this::knock);
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private record Subnet(String name, String id, String prefix, int first) {

        String address(int number) {
            return prefix + (first + number);
        }
    }

    /** The address of this machine in a network of Docker's. */
    private static String gateway(String network) {
        return TestDocker.API
                .get("/networks/" + network)
                .at("/IPAM/Config/0/Gateway")
                .asText();
    }

    /** A network in a part of the range that nobody else has at the moment. */
    private Subnet subnet(String prefix) {
        Isol8Exception failure = null;
        for (int place = 0; place < PLACES; place++) {
            String name = "isol8-test-" + UUID.randomUUID();
            ObjectNode config = JsonNodeFactory.instance.objectNode();
            config.put("Name", name).put("Internal", true);
            config.putObject("IPAM")
                    .putArray("Config")
                    .addObject()
                    .put("Subnet", prefix + place * SIZE + "/28")
                    .put("Gateway", prefix + (place * SIZE + 1));
            try {
                String id = TestDocker.API
                        .post("/networks/create", config)
                        .path("Id")
                        .asText();
                removals.push(() -> TestDocker.API.delete("/networks/" + id));
                return new Subnet(name, id, prefix, place * SIZE);
            } catch (Isol8Exception e) {
                failure = e;
            }
        }
        throw new AssertionError(
                "all places in " + prefix
                        + "0/24 are taken; networks of Docker's named isol8-test-… that nobody uses may go",
                failure);
    }

    /** The hosts; the IPv6 address of the forbidden one. */
    private String start(Subnet evil, Subnet good) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("Image", TestDocker.spec("python").image());
        config.putArray("Entrypoint").add("python3").add("-u").add("-c").add(text("world.py"));
        config.putArray("Cmd").add(allowed).add(forbidden);
        config.put("OpenStdin", true).put("StdinOnce", true).put("AttachStdin", true);
        config.putObject("HostConfig")
                .put("AutoRemove", true)
                .put("NetworkMode", evil.name)
                .putObject("Sysctls")
                .put("net.ipv6.conf.all.disable_ipv6", "0");
        config.putObject("NetworkingConfig").putObject("EndpointsConfig").set(evil.name, at(forbidden));
        String id = TestDocker.API.post("/containers/create", config).path("Id").asText();
        removals.push(() -> TestDocker.remove(id));
        ObjectNode second = JsonNodeFactory.instance.objectNode().put("Container", id);
        second.set("EndpointConfig", at(allowed));
        TestDocker.API.post("/networks/" + good.id + "/connect", second);
        return listenTo(id);
    }

    private static ObjectNode at(String address) {
        ObjectNode endpoint = JsonNodeFactory.instance.objectNode();
        endpoint.putObject("IPAMConfig").put("IPv4Address", address);
        return endpoint;
    }

    private String listenTo(String id) {
        HijackedInput input = new HijackedInput(TestDocker.PATIENCE);
        String how = DockerApi.query(Map.of("stream", "1", "stdin", "1", "stdout", "1", "stderr", "1"));
        Hijacked attached = TestDocker.API.hijack("/containers/" + id + "/attach" + how, input);
        removals.addLast(input::end);
        removals.addLast(attached::close);
        TestDocker.API.post("/containers/" + id + "/start");
        AttachedOutput output = new AttachedOutput(attached.output());
        BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.US_ASCII));
        try {
            String ready = lines.readLine();
            if (ready == null) {
                throw new AssertionError("the hosts did not start: " + output.complaints());
            }
            Threads.start("test-internet", () -> follow(lines));
            byte[] address = HexFormat.of().parseHex(ready.split(" ")[1]);
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void follow(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 3);
                visits.see(words[0], new Visit(words[1].equals("forbidden"), words[2]));
            }
        } catch (IOException e) {
            // it was closed
        }
    }

    private static String text(String name) {
        return new String(Resources.read("bypass/" + name), StandardCharsets.UTF_8);
    }

    Visits visits() {
        return visits;
    }

    /** The name that Docker knows the forbidden host's network by. */
    String network() {
        return network;
    }

    InetAddress allowed() {
        return address(allowed);
    }

    InetAddress forbidden() {
        return address(forbidden);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program with what it is made of, and with names for the addresses of this internet. */
    String program(String code) {
        String constants = "EVIL = '" + forbidden + "'\nEVIL6 = '" + forbidden6.split("%")[0] + "'\nBRIDGE = '" + bridge
                + "'\nDOCKERS = '" + dockers + "'\nTCP = " + machine.tcp() + "\nUDP = " + machine.udp() + "\n";
        return text("attack.py") + constants + code + "\n";
    }

    /** Sees to it that all that is forbidden can be reached from here, and that what came before was noted. */
    void knock() {
        knockBySocket(forbidden(), 80);
        knockBySocket(address(forbidden6), 80);
        knockByDatagram(forbidden(), 53);
        for (String here : new String[] {bridge, dockers}) {
            knockBySocket(address(here), machine.tcp());
            knockByDatagram(address(here), machine.udp());
        }
        visits.awaitKnocks(DOORS);
    }

    private static void knockBySocket(InetAddress address, int port) {
        try (Socket socket = new Socket(address, port)) {
            socket.getOutputStream().write(Visits.KNOCK.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void knockByDatagram(InetAddress address, int port) {
        byte[] knock = Visits.KNOCK.getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(knock, knock.length, address, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (Runnable removal : removals) {
            try {
                removal.run();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        removals.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
