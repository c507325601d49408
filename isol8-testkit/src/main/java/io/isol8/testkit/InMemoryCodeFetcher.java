package io.isol8.testkit;

import io.isol8.domain.CodeUrl;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.CodeAnswer;
import io.isol8.ports.CodeFetcher;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Code on servers in memory: names with the addresses that a test gives them, and what is at URLs. Thread-safe.
 *
 * <pre>{@code
 * servers.name("example.test", "203.0.113.7");
 * servers.serve("https://example.test/main.py", "print(1)");
 * }</pre>
 */
public final class InMemoryCodeFetcher implements CodeFetcher {

    /**
     * A question that came to a server.
     *
     * @param url that was asked for
     * @param addresses that could be connected to
     */
    public record Question(String url, List<InetAddress> addresses) {}

    private final InMemoryNames names = new InMemoryNames();
    private final Map<String, CodeAnswer> answers = new ConcurrentHashMap<>();
    private final Queue<String> lookups = new ConcurrentLinkedQueue<>();
    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final CountDownLatch never = new CountDownLatch(1);

    /** From the next lookup on the name has these addresses. */
    public void name(String host, String... addresses) {
        names.name(host, addresses);
    }

    /** After one more lookup with the answer from before, the name has these addresses. */
    public void thenName(String host, String... addresses) {
        names.thenName(host, addresses);
    }

    /** What is at a URL. */
    public void serve(String url, CodeAnswer answer) {
        answers.put(url, answer);
    }

    /** A text that is at a URL. */
    public void serve(String url, String text) {
        serve(url, new CodeAnswer.Content(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A server that takes the question and does not answer. */
    public void serveNothing(String url) {
        silent.add(url);
    }

    /** The names that were looked up, in order. */
    public List<String> lookups() {
        return List.copyOf(lookups);
    }

    /** What was asked of servers, in order. */
    public List<Question> questions() {
        return List.copyOf(questions);
    }

    @Override
    public List<InetAddress> resolve(String host, Duration timeout) {
        lookups.add(host);
        return names.resolve(host);
    }

    @Override
    public CodeAnswer get(CodeUrl url, List<InetAddress> addresses, long maxBytes, Duration timeout)
            throws InterruptedException, TimeoutException {
        questions.add(new Question(url.uri().toString(), addresses));
        if (silent.contains(url.uri().toString()) && !never.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException("no answer");
        }
        CodeAnswer answer = answers.get(url.uri().toString());
        if (answer == null) {
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, "nobody is there");
        }
        boolean tooLarge = answer instanceof CodeAnswer.Content content && content.bytes().length > maxBytes;
        return tooLarge ? new CodeAnswer.TooLarge() : answer;
    }
}
