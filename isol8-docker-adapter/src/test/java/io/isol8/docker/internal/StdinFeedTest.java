package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StdinFeedTest {

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final StdinFeed.Outlet outlet = new StdinFeed.Outlet() {
        @Override
        public void stdin(byte[] piece) {
            sent.add(new String(piece, StandardCharsets.US_ASCII));
        }

        @Override
        public void stdinEnd() {
            sent.add("END");
        }
    };

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private StdinFeed feed(String first, boolean open, long window) {
        StdinFeed feed = new StdinFeed(bytes(first), open, window, outlet);
        feed.start();
        return feed;
    }

    /** Writes on a thread of its own, and returns when that waits. */
    private static CompletableFuture<Void> blocked(StdinFeed feed, String text) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            try {
                feed.write(bytes(text));
                written.complete(null);
            } catch (InterruptedException | Isol8Exception e) {
                written.completeExceptionally(e);
            }
        });
        writer.setDaemon(true);
        writer.start();
        await().until(() -> writer.getState() == Thread.State.WAITING);
        return written;
    }

    @Test
    void whatIsThereFromTheStartGoesOutAsTheWindowAllowsAndThenTheEnd() {
        StdinFeed feed = feed("abcdef", false, 4);
        assertThat(sent).containsExactly("abcd");

        feed.credit(1);
        feed.credit(100);
        feed.credit(100);

        assertThat(sent).containsExactly("abcd", "e", "f", "END");
    }

    @Test
    void nothingAtAllIsTheEndAtOnce() {
        feed("", false, 4);

        assertThat(sent).containsExactly("END");
    }

    @Test
    void noPieceIsLargerThanAFrameOfData() {
        feed("x".repeat(200_000), false, 1 << 20);

        assertThat(sent).extracting(String::length).containsExactly(65_536, 65_536, 65_536, 3392, 3);
    }

    @Test
    void writersComeAfterWhatWasThereAndAfterEachOther() throws InterruptedException {
        StdinFeed feed = feed("abc", true, 2);
        CompletableFuture<Void> first = blocked(feed, "defg");
        CompletableFuture<Void> second = blocked(feed, "hi");

        feed.credit(3);
        feed.credit(2);
        first.join();
        feed.credit(100);
        second.join();
        feed.write(bytes("j"));

        assertThat(String.join("", sent)).isEqualTo("abcdefghij");
    }

    @Test
    void theEndWaitsForTheWriterOfNowAndNobodyWritesAfterIt() throws InterruptedException {
        StdinFeed feed = feed("", true, 1);
        CompletableFuture<Void> writer = blocked(feed, "abc");

        feed.end();
        feed.end();
        assertThat(sent).containsExactly("a");
        feed.credit(10);
        writer.join();
        feed.write(bytes("late"));

        assertThat(sent).containsExactly("a", "bc", "END");
    }

    @Test
    void whenNobodyReadsWritersAreFreeAndNothingIsSent() throws InterruptedException {
        StdinFeed feed = feed("", true, 1);
        CompletableFuture<Void> writer = blocked(feed, "abc");

        feed.close();
        writer.join();
        feed.credit(10);
        feed.write(bytes("late"));
        feed.end();

        assertThat(sent).containsExactly("a");
    }

    @Test
    void aLossIsToldToEveryWriter() {
        StdinFeed feed = feed("", true, 0);
        CompletableFuture<Void> writer = blocked(feed, "abc");

        feed.fail(new Isol8Exception(ErrorCode.SANDBOX_LOST, "gone"));

        assertThatThrownBy(writer::join).hasRootCauseMessage("gone");
        assertThatThrownBy(() -> feed.write(bytes("late"))).hasMessage("gone");
    }

    @Test
    void theRestOfAnInterruptedWriteIsNotSent() throws InterruptedException {
        StdinFeed feed = feed("", true, 2);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> feed.write(bytes("never"))).isInstanceOf(InterruptedException.class);
        Thread self = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            await().until(() -> self.getState() == Thread.State.WAITING);
            self.interrupt();
        });
        interrupter.start();

        assertThatThrownBy(() -> feed.write(bytes("abcd"))).isInstanceOf(InterruptedException.class);
        interrupter.join();
        feed.credit(10);
        feed.write(bytes("x"));

        assertThat(sent).containsExactly("ab", "x");
    }
}
