package io.isol8.testkit;

import io.isol8.ports.CodeAnswer;
import io.isol8.ports.CodeFetcher;
import java.net.InetAddress;
import java.net.URI;

/** The fake is no worse than the real thing. */
class InMemoryCodeFetcherTest extends CodeFetcherContract {

    private final InMemoryCodeFetcher servers = new InMemoryCodeFetcher();

    InMemoryCodeFetcherTest() {
        servers.name("localhost", "127.0.0.1");
    }

    @Override
    protected CodeFetcher fetcher() {
        return servers;
    }

    @Override
    protected InetAddress address() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    protected URI serve(String host, CodeAnswer answer) {
        URI url = nowhere(host);
        servers.serve(url.toString(), answer);
        return url;
    }

    @Override
    protected URI serveNothing(String host) {
        URI url = nowhere(host);
        servers.serveNothing(url.toString());
        return url;
    }

    @Override
    protected URI nowhere(String host) {
        return URI.create("https://" + host + "/main.py");
    }
}
