package io.isol8.engine;

import io.isol8.domain.CodeUrl;
import io.isol8.ports.CodeAnswer;
import io.isol8.ports.CodeFetcher;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** For services whose policy refuses all URLs, so that nobody asks. */
final class NoCode implements CodeFetcher {

    @Override
    public List<InetAddress> resolve(String host, Duration timeout) {
        throw new IllegalStateException("the policy refuses " + host);
    }

    @Override
    public CodeAnswer get(CodeUrl url, List<InetAddress> addresses, long maxBytes, Duration timeout) {
        throw new IllegalStateException("the policy refuses " + url.host().text());
    }
}
