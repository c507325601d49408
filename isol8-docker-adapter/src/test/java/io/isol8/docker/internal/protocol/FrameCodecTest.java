package io.isol8.docker.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameCodecTest {

    private static FrameReader reader(byte[] bytes) {
        return new FrameReader(new ByteArrayInputStream(bytes));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] written(Frame... frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FrameWriter(out).write(List.of(frames));
        return out.toByteArray();
    }

    @Test
    void frameIsLengthTypeChannelPayloadBigEndian() throws IOException {
        assertThat(written(new Frame(FrameType.PING, 0xFFFFFFFE, new byte[] {1, 2})))
                .isEqualTo(hex("00000002 21 fffffffe 0102"));
    }

    @ParameterizedTest
    @EnumSource(FrameType.class)
    void everyTypeIsFoundByItsCode(FrameType type) {
        assertThat(FrameType.of(type.code())).contains(type);
    }

    @Test
    void framesOfAllSizesComeBackWhateverTheChunks() throws IOException {
        Random random = new Random(1);
        List<Frame> frames = new ArrayList<>();
        for (int size : new int[] {0, 1, 9, 65_526, 65_527, 65_536, 0, 200_000, Frame.MAX_PAYLOAD, 3}) {
            byte[] payload = new byte[size];
            random.nextBytes(payload);
            frames.add(new Frame(FrameType.STDOUT, size, payload));
        }
        byte[] bytes = written(frames.toArray(Frame[]::new));
        FrameReader reader = new FrameReader(new InputStream() {
            private int at;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int from, int count) {
                if (at == bytes.length) {
                    return -1;
                }
                int n = Math.min(Math.min(count, 1 + random.nextInt(70_000)), bytes.length - at);
                System.arraycopy(bytes, at, into, from, n);
                at += n;
                return n;
            }
        });
        for (Frame frame : frames) {
            Frame got = reader.read().orElseThrow();
            assertThat(got.channel()).isEqualTo(frame.channel());
            assertThat(got.payload()).isEqualTo(frame.payload());
        }
        assertThat(reader.read()).isEmpty();
    }

    @Test
    void endOfStreamBetweenFramesIsNoError() throws IOException {
        assertThat(reader(new byte[0]).read()).isEqualTo(Optional.empty());
    }

    @Test
    void endOfStreamWithinAFrameIsAnError() throws IOException {
        byte[] whole = written(new Frame(FrameType.PONG, 1, new byte[] {1, 2, 3}));
        for (int n = 1; n < whole.length; n++) {
            byte[] part = Arrays.copyOf(whole, n);
            assertThatThrownBy(() -> reader(part).read()).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void impossibleLengthAndUnknownTypeAreRefused() {
        assertThatThrownBy(() -> reader(hex("00100001 81 00000001")).read()).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> reader(hex("ffffffff 81 00000001")).read()).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> reader(hex("00000000 7f 00000001")).read()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void spawnIsLaidOutAsDocumented() {
        Spawn spawn = new Spawn(true, true, false, 1000, 0xFFFFFFFFL, 2, "/s", List.of("a", ""), List.of("K=ä"));
        assertThat(spawn.encode())
                .isEqualTo(hex("03 000003e8 ffffffff 00000002 00000002 2f73 0002 00000001 61 00000000"
                        + " 0001 00000004 4b3dc3a4"));
    }

    @Test
    void recordsComeBackAsTheyWere() throws ProtocolException {
        Spawn spawn = new Spawn(false, true, false, 5, 6, 7, "/sandbox", List.of("x", "y z"), List.of("A=1", "B="));
        assertThat(Spawn.decode(spawn.encode())).isEqualTo(spawn);
        Hello hello = new Hello(1, 3, 1 << 20, 65_536, "1.0.0");
        assertThat(Hello.decode(hello.encode())).isEqualTo(hello);
        Exit exit = new Exit(true, true, false, true, true, 9, 1, 2, 3, 4, 5, 6, Long.MAX_VALUE, 8);
        assertThat(Exit.decode(exit.encode())).isEqualTo(exit);
        FileInfo info = new FileInfo('d', 0755, 12, 1_700_000_000_123L);
        assertThat(FileInfo.decode(info.encode())).isEqualTo(info);
        FileEntry entry = new FileEntry(info, "näme");
        assertThat(FileEntry.decode(entry.encode())).isEqualTo(entry);
        ErrorReply reply = new ErrorReply(2, "no such thing");
        assertThat(ErrorReply.decode(reply.encode())).isEqualTo(reply);
    }

    @Test
    void payloadsWithBytesMissingOrLeftOverAreRefused() {
        byte[] exit = new Exit(false, false, false, false, false, 0, 1, 2, 3, 4, 5, 6, 7, 8).encode();
        for (int n = 0; n < exit.length; n++) {
            byte[] part = Arrays.copyOf(exit, n);
            assertThatThrownBy(() -> Exit.decode(part)).isInstanceOf(ProtocolException.class);
        }
        byte[] longer = Arrays.copyOf(exit, exit.length + 1);
        assertThatThrownBy(() -> Exit.decode(longer)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aStringLongerThanItsPayloadIsRefused() {
        assertThatThrownBy(() -> ErrorReply.decode(hex("00000000 ffffffff 41"))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whatTheWireCannotCarryIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> new PayloadWriter().str("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PayloadWriter().u32(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PayloadWriter().u16(65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Spawn(false, false, false, 0, 0, 0, "/", List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Frame(FrameType.STDIN, 1, new byte[Frame.MAX_PAYLOAD + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHelloOfALaterVersionCanBeReadFarEnoughToRefuseIt() throws ProtocolException {
        byte[] later = new Hello(2, 0, 1, 1, "2").encode();
        assertThat(Hello.decode(Arrays.copyOf(later, later.length + 10)).version())
                .isEqualTo(2);
        assertThatThrownBy(() -> Hello.decode(hex("41424344 0001"))).isInstanceOf(ProtocolException.class);
    }
}
