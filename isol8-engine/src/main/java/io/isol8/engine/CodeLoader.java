package io.isol8.engine;

import io.isol8.domain.CodeUrl;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.FetchedCode;
import io.isol8.domain.HostName;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.RemoteCodePolicy;
import io.isol8.domain.Source;
import io.isol8.ports.Clock;
import io.isol8.ports.CodeAnswer;
import io.isol8.ports.CodeFetcher;
import io.isol8.ports.SystemClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Brings code from URLs, as far as a policy lets it (spec 22): follows redirects, and has each place that it comes to
 * decided about before it is asked. Thread-safe.
 */
public final class CodeLoader {

    private static final int MOST_REDIRECTS = 10;

    /** In memory, for all tenants together. */
    private static final long MOST_CACHED_CHARACTERS = 32L << 20;

    private final RemoteCodePolicy policy;
    private final CodeFetcher fetcher;
    private final Clock clock;
    private final CodeCache cache;

    /** One that refuses all URLs. */
    public static CodeLoader none() {
        return new CodeLoader(RemoteCodePolicy.DISABLED, new NoCode(), SystemClock.INSTANCE);
    }

    /** @param fetcher is asked for nothing that the policy refuses */
    public CodeLoader(RemoteCodePolicy policy, CodeFetcher fetcher, Clock clock) {
        this.policy = policy;
        this.fetcher = fetcher;
        this.clock = clock;
        this.cache = new CodeCache(MOST_CACHED_CHARACTERS, policy.cacheFor(), clock);
    }

    /**
     * Decides about a source as far as that goes without asking the network.
     *
     * @throws Isol8Exception as {@link RemoteCodePolicy#check}
     */
    void check(Source source) {
        if (source instanceof Source.Url url) {
            policy.check(url);
        }
    }

    /**
     * Brings what is at a URL, or what with the same hash was brought for this tenant before.
     *
     * @param timeout of whoever asks; the policy's holds, too
     * @throws Isol8Exception with {@code REMOTE_CODE_REFUSED} or {@code REMOTE_CODE_FAILED} (spec 22.2, 22.4, 22.5)
     */
    FetchedCode load(Source.Url source, String tenant, Duration timeout) throws InterruptedException {
        CodeUrl url = policy.check(source);
        Optional<FetchedCode> known = source.hash().flatMap(hash -> cache.find(tenant, hash));
        if (known.isPresent()) {
            return known.get();
        }
        Duration limit = timeout.compareTo(policy.timeout()) < 0 ? timeout : policy.timeout();
        try {
            byte[] content = content(url, source, clock.nanos() + limit.toNanos());
            FetchedCode code = policy.accept(content, source);
            if (source.hash().isPresent()) {
                cache.keep(tenant, code);
            }
            return code;
        } catch (TimeoutException e) {
            throw new Isol8Exception(
                    ErrorCode.REMOTE_CODE_FAILED, "Remote code fetch timed out after " + limit.toMillis() + "ms", e);
        }
    }

    /** @param end on the clock */
    private byte[] content(CodeUrl first, Source.Url source, long end) throws InterruptedException, TimeoutException {
        CodeUrl url = first;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            CodeAnswer answer = ask(url, source, end);
            if (answer instanceof CodeAnswer.Content content) {
                return content.bytes();
            } else if (answer instanceof CodeAnswer.Redirect redirect) {
                url = policy.follow(url, redirect.location(), source);
            } else if (answer instanceof CodeAnswer.Failure failure) {
                throw RemoteCodePolicy.failed("HTTP " + failure.status());
            } else {
                throw policy.tooLarge();
            }
        }
        throw RemoteCodePolicy.failed("more than " + MOST_REDIRECTS + " redirects");
    }

    private CodeAnswer ask(CodeUrl url, Source.Url source, long end) throws InterruptedException, TimeoutException {
        List<InetAddress> addresses = addresses(url.host(), end);
        policy.checkAddresses(url.host(), addresses);
        policy.checkHash(source);
        try {
            return fetcher.get(url, addresses, policy.maxCodeSize(), left(end));
        } catch (Isol8Exception e) {
            throw RemoteCodePolicy.failed(e.message(), e);
        }
    }

    private List<InetAddress> addresses(HostName host, long end) throws InterruptedException, TimeoutException {
        if (host.literal().isPresent()) {
            return List.of(host.literal().get());
        }
        try {
            return fetcher.resolve(host.text(), left(end));
        } catch (Isol8Exception e) {
            throw new Isol8Exception(
                    ErrorCode.REMOTE_CODE_FAILED, "Failed to resolve code URL host: " + host.text(), e);
        }
    }

    private Duration left(long end) throws TimeoutException {
        long nanos = end - clock.nanos();
        if (nanos <= 0) {
            throw new TimeoutException("the time was over between two questions");
        }
        return Duration.ofNanos(nanos);
    }
}
