package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.CodeUrl;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.HostName;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.CodeAnswer;
import io.isol8.ports.CodeFetcher;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What everybody does who brings code: the promises of {@link CodeFetcher}. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class CodeFetcherContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final int MANY = 1000;

    /** No resolver asks anybody for a name with a part of this length. */
    private static final String NO_NAME = "x".repeat(64) + ".invalid";

    /** The fetcher under test, for which {@code localhost} is {@link #address}. */
    protected abstract CodeFetcher fetcher();

    /** Where {@link #serve} makes servers. */
    protected abstract InetAddress address();

    /**
     * Starts a server at {@link #address} for the length of a test.
     *
     * @param host what it is called in its URL
     * @return the URL at which it answers so
     */
    protected abstract URI serve(String host, CodeAnswer answer);

    /** Starts a server that takes the question and does not answer. */
    protected abstract URI serveNothing(String host);

    /** A URL at {@link #address} where there is no server. */
    protected abstract URI nowhere(String host);

    private CodeAnswer get(URI uri, Duration timeout) throws Exception {
        return fetcher().get(url(uri), List.of(address()), MANY, timeout);
    }

    private static CodeUrl url(URI uri) {
        return new CodeUrl(uri, HostName.of(uri.getHost()));
    }

    private byte[] content(byte[] served) throws Exception {
        CodeAnswer answer = get(serve("localhost", new CodeAnswer.Content(served)), PATIENCE);
        assertThat(answer).isInstanceOf(CodeAnswer.Content.class);
        return ((CodeAnswer.Content) answer).bytes();
    }

    private static void assertUnreachable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.HOST_UNREACHABLE));
    }

    @Test
    void namesAreLookedUp() throws Exception {
        assertThat(fetcher().resolve("localhost", PATIENCE)).contains(address());
        assertUnreachable(() -> fetcher().resolve(NO_NAME, PATIENCE));
    }

    @Test
    void contentComesAsItIsSent() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(content(all)).isEqualTo(all);
        assertThat(content(new byte[0])).isEmpty();
    }

    @Test
    void asMuchAsMayBeMay() throws Exception {
        assertThat(content(new byte[MANY])).hasSize(MANY);
    }

    @Test
    void moreIsTooLarge() throws Exception {
        assertThat(get(serve("localhost", new CodeAnswer.Content(new byte[MANY + 1])), PATIENCE))
                .isEqualTo(new CodeAnswer.TooLarge());
    }

    @Test
    void redirectsAreToldAndNotFollowed() throws Exception {
        CodeAnswer elsewhere = new CodeAnswer.Redirect("/elsewhere?a=b");
        assertThat(get(serve("localhost", elsewhere), PATIENCE)).isEqualTo(elsewhere);
    }

    @Test
    void whatIsNotThereIsTold() throws Exception {
        CodeAnswer missing = new CodeAnswer.Failure(404);
        assertThat(get(serve("localhost", missing), PATIENCE)).isEqualTo(missing);
    }

    /** The name means nothing: it connects to where it is told. */
    @Test
    void namesAreNotLookedUpAgain() throws Exception {
        byte[] text = "there".getBytes(StandardCharsets.UTF_8);
        CodeAnswer answer = get(serve("name.invalid", new CodeAnswer.Content(text)), PATIENCE);
        assertThat(((CodeAnswer.Content) answer).bytes()).isEqualTo(text);
    }

    @Test
    void nobodyIsThere() {
        assertUnreachable(() -> get(nowhere("localhost"), PATIENCE));
    }

    @Test
    void timeIsOver() {
        URI silent = serveNothing("localhost");
        assertThatThrownBy(() -> get(silent, MOMENT)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void interruptsEndIt() {
        URI silent = serveNothing("localhost");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> get(silent, PATIENCE)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}
