package io.isol8.testkit;

import io.isol8.ports.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Programs that connect out, for the contracts: each is a text for a real Python, and the same thing again as a {@link Script}.
 * One that is refused says {@code refused} and ends with exit code 3.
 */
public enum EgressProgram {
    /** Says its argument, is done, and prints what it hears until the end. */
    TALK("""
            s = connect()
            s.sendall(args[0].encode())
            s.shutdown(socket.SHUT_WR)
            print(everything(s).decode())
            """, (run, args) -> {
        Tunnel tunnel = connect(run);
        say(tunnel, args.get(0));
        run.stdout(heard(tunnel) + "\n");
    }),

    /** Prints what it hears until the end, and only then says its argument. */
    LISTEN_FIRST("""
            s = connect()
            print(everything(s).decode())
            s.sendall(args[0].encode())
            """, (run, args) -> {
        Tunnel tunnel = connect(run);
        run.stdout(heard(tunnel) + "\n");
        say(tunnel, args.get(0));
    }),

    /** As many connections as its argument says, at once, each an echo; prints how many came back right. */
    CROWD("""
            crowd = [connect() for i in range(int(args[0]))]
            for i, s in enumerate(crowd):
                s.sendall(str(i).encode())
                s.shutdown(socket.SHUT_WR)
            print(sum(everything(s) == str(i).encode() for i, s in enumerate(crowd)))
            """, EgressProgram::crowd),

    /** As many connections as its argument says, one after the other, each an echo; prints how many came back right. */
    SEQUENCE("""
            right = 0
            for i in range(int(args[0])):
                with connect() as s:
                    s.sendall(str(i).encode())
                    s.shutdown(socket.SHUT_WR)
                    right += everything(s) == str(i).encode()
            print(right)
            """, EgressProgram::sequence),

    /** Sends so many blocks of 64 KiB, of which each byte is its place modulo 251, and prints the answer. */
    UPLOAD("""
            s = connect()
            for i in range(int(args[0])):
                s.sendall(block(i))
            s.shutdown(socket.SHUT_WR)
            print(everything(s).decode())
            """, (run, args) -> {
        Tunnel tunnel = connect(run);
        for (int i = 0; i < Integer.parseInt(args.get(0)); i++) {
            tunnel.output().write(block(i));
        }
        tunnel.output().close();
        run.stdout(heard(tunnel) + "\n");
    }),

    /** Prints the length and the CRC-32 of what it hears until the end. */
    DOWNLOAD("""
            s = connect()
            s.shutdown(socket.SHUT_WR)
            length, crc = 0, 0
            while piece := s.recv(1 << 18):
                length, crc = length + len(piece), zlib.crc32(piece, crc)
            print(length, crc)
            """, (run, args) -> {
        Tunnel tunnel = connect(run);
        tunnel.output().close();
        run.stdout(sum(tunnel.input()) + "\n");
    }),

    /** Says {@code connected} on standard output and then nothing, and hears nothing, for ever. */
    HOLD("""
            s = connect()
            print("connected", flush=True)
            time.sleep(1e6)
            """, (run, args) -> {
        connect(run);
        run.stdout("connected\n").hang();
    }),

    /** Says {@code connected} on standard output and then sends for ever. */
    FLOOD("""
            s = connect()
            print("connected", flush=True)
            while True:
                s.sendall(block(0))
            """, EgressProgram::flood);

    /** What the programs do with their arguments. */
    @FunctionalInterface
    private interface Model {
        void run(ScriptedRun run, List<String> args) throws IOException, InterruptedException;
    }

    /** Bytes of a block of {@link #UPLOAD}. */
    static final int BLOCK = 64 * 1024;

    private static final int CYCLE = 251;
    private static final int REFUSED = 3;
    private static final Pattern TEXT = Pattern.compile("args = \"(.*)\"\\.split\\(\\)\n(.*)", Pattern.DOTALL);

    private static final String COMMON = """
            import socket, sys, time, zlib

            def connect():
                s = socket.socket()
                try:
                    s.connect(("127.0.0.1", 8118))
                except ConnectionRefusedError:
                    print("refused")
                    sys.exit(3)
                return s

            def everything(s):
                return b"".join(iter(lambda: s.recv(1 << 16), b""))

            CYCLES = bytes(range(251)) * 300

            def block(i):
                return CYCLES[65536 * i % 251:][:65536]

            """;

    private final String script;

    @SuppressWarnings("ImmutableEnumChecker") // the models hold no state
    private final Model model;

    EgressProgram(String script, Model model) {
        this.script = script;
        this.model = model;
    }

    /**
     * The argument vector that runs the program.
     *
     * @param args numbers and words, without white space or quotes
     */
    public List<String> argv(Object... args) {
        String words = Arrays.stream(args).map(Object::toString).collect(Collectors.joining(" "));
        return List.of("python3", "-c", "args = \"" + words + "\".split()\n" + COMMON + script);
    }

    /** What a text made by {@link #argv} does; empty for any other text. */
    static Optional<Script> recognise(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> args = List.of(matcher.group(1).split(" "));
        return Arrays.stream(values())
                .filter(program -> matcher.group(2).equals(COMMON + program.script))
                .findFirst()
                .map(program -> run -> program.play(run, args));
    }

    private void play(ScriptedRun run, List<String> args) throws InterruptedException {
        try {
            model.run(run, args);
        } catch (IOException e) {
            run.stderr(e + "\n").exit(1);
        }
    }

    private static Tunnel connect(ScriptedRun run) throws InterruptedException {
        Optional<Tunnel> tunnel = run.connect();
        if (tunnel.isEmpty()) {
            run.stdout("refused\n").exit(REFUSED);
        }
        return tunnel.orElseThrow();
    }

    private static void say(Tunnel tunnel, String text) throws IOException {
        tunnel.output().write(text.getBytes(StandardCharsets.UTF_8));
        tunnel.output().close();
    }

    private static String heard(Tunnel tunnel) throws IOException {
        return new String(tunnel.input().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void crowd(ScriptedRun run, List<String> args) throws IOException, InterruptedException {
        List<Tunnel> tunnels = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args.get(0)); i++) {
            tunnels.add(connect(run));
        }
        for (int i = 0; i < tunnels.size(); i++) {
            say(tunnels.get(i), Integer.toString(i));
        }
        int right = 0;
        for (int i = 0; i < tunnels.size(); i++) {
            right += heard(tunnels.get(i)).equals(Integer.toString(i)) ? 1 : 0;
        }
        run.stdout(right + "\n");
    }

    private static void sequence(ScriptedRun run, List<String> args) throws IOException, InterruptedException {
        int right = 0;
        for (int i = 0; i < Integer.parseInt(args.get(0)); i++) {
            try (Tunnel tunnel = connect(run)) {
                say(tunnel, Integer.toString(i));
                right += heard(tunnel).equals(Integer.toString(i)) ? 1 : 0;
            }
        }
        run.stdout(right + "\n");
    }

    private static void flood(ScriptedRun run, List<String> args) throws IOException, InterruptedException {
        Tunnel tunnel = connect(run);
        run.stdout("connected\n");
        while (true) {
            tunnel.output().write(block(0));
        }
    }

    /** A block of {@link #UPLOAD}. */
    static byte[] block(int number) {
        byte[] block = new byte[BLOCK];
        long place = (long) BLOCK * number;
        for (int i = 0; i < BLOCK; i++) {
            block[i] = (byte) ((place + i) % CYCLE);
        }
        return block;
    }

    /** As {@link #DOWNLOAD} prints it. */
    static String sum(InputStream in) throws IOException {
        CRC32 crc = new CRC32();
        byte[] piece = new byte[BLOCK];
        long length = 0;
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            crc.update(piece, 0, count);
            length += count;
        }
        return length + " " + crc.getValue();
    }
}
