package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameReader;
import io.isol8.docker.internal.protocol.FrameType;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HijackedInputTest {

    private static final byte[] NOTHING = {};
    private static final int PLENTY = 256 * 1024;

    private final HijackedInput input = new HijackedInput(Duration.ofSeconds(60));

    private interface Put {
        void run() throws IOException, InterruptedException;
    }

    private record Writer(Thread thread, CompletableFuture<Void> done) {}

    private static Writer inBackground(Put put) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                put.run();
                done.complete(null);
            } catch (IOException | InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return new Writer(thread, done);
    }

    private Writer blocked() {
        Writer writer = inBackground(() -> input.putWhenRoom(new byte[1], new byte[PLENTY]));
        await().until(() -> writer.thread().getState() == Thread.State.TIMED_WAITING);
        return writer;
    }

    @Test
    void givesWhatWasPutInOrderAndDoesNotWaitForMore() throws IOException {
        input.put(new byte[] {1, 2}, new byte[] {3});
        input.put(new byte[] {4}, NOTHING);
        byte[] target = new byte[10];

        assertThat(input.read(target, 1, 2)).isEqualTo(2);
        assertThat(input.read(target, 3, 7)).isEqualTo(2);

        assertThat(target).startsWith(0, 1, 2, 3, 4, 0);
    }

    @Test
    void whatWasPutBeforeTheEndIsRead() throws IOException {
        input.put(new byte[] {1}, new byte[] {2});
        input.end();

        assertThat(input.readAllBytes()).containsExactly(1, 2);
        assertThat(input.read()).isEqualTo(-1);
        assertThatThrownBy(() -> input.put(NOTHING, new byte[1])).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> input.putWhenRoom(NOTHING, new byte[1])).isInstanceOf(IOException.class);
    }

    @Test
    void framesOfManyThreadsDoNotMix() throws IOException {
        for (int channel = 1; channel <= 8; channel++) {
            byte[] payload = new byte[channel * 1000];
            Arrays.fill(payload, (byte) channel);
            byte[] header = new Frame(FrameType.STDIN, channel, payload).header();
            boolean waits = channel % 2 == 0;
            inBackground(() -> {
                for (int i = 0; i < 200; i++) {
                    if (waits) {
                        input.putWhenRoom(header, payload);
                    } else {
                        input.put(header, payload);
                    }
                }
            });
        }
        FrameReader reader = new FrameReader(input);
        for (int i = 0; i < 8 * 200; i++) {
            Frame frame = reader.read().orElseThrow();
            assertThat(frame.payload()).hasSize(frame.channel() * 1000).containsOnly(frame.channel());
        }
    }

    @Test
    void whoMayWaitWaitsForRoomAndOthersDoNot() throws IOException {
        input.put(NOTHING, new byte[100]);
        Writer writer = blocked();
        input.put(NOTHING, new byte[] {7});
        assertThat(writer.done()).isNotDone();

        input.readNBytes(101);

        writer.done().join();
        assertThat(input.readNBytes(PLENTY + 1)).hasSize(PLENTY + 1);
    }

    @Test
    void somethingLargerThanTheRoomGoesAlone() throws IOException, InterruptedException {
        input.putWhenRoom(new byte[9], new byte[4 * PLENTY]);

        assertThat(input.readNBytes(9 + 4 * PLENTY)).hasSize(9 + 4 * PLENTY);
    }

    @Test
    void anInterruptedWriterHasPutNothing() throws IOException {
        input.put(NOTHING, new byte[100]);
        Writer writer = blocked();

        writer.thread().interrupt();

        assertThatThrownBy(writer.done()::join).hasCauseInstanceOf(InterruptedException.class);
        input.end();
        assertThat(input.readAllBytes()).hasSize(100);
    }

    @Test
    void theEndFreesWhoeverWaits() throws IOException {
        input.put(NOTHING, new byte[100]);
        Writer writer = blocked();

        input.end();

        assertThatThrownBy(writer.done()::join).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void whoeverWaitsGivesUpWhenNothingIsRead() throws IOException {
        HijackedInput impatient = new HijackedInput(Duration.ofMillis(50));
        impatient.put(NOTHING, new byte[100]);

        assertThatThrownBy(() -> impatient.putWhenRoom(NOTHING, new byte[PLENTY]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not read");

        impatient.end();
        assertThat(impatient.readAllBytes()).hasSize(100);
    }

    @Test
    void whatNobodyReadsDoesNotFillTheMemory() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        input.put(NOTHING, new byte[1 << 16]);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not read");
    }
}
