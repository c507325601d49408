package io.isol8.ports;

import io.isol8.domain.CodeUrl;
import io.isol8.domain.Isol8Exception;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * The way to code that is elsewhere, one question at a time (spec 22). It decides nothing and follows nothing. Both
 * questions end soon after their time is over, or after the thread that asks is interrupted. Thread-safe.
 */
public interface CodeFetcher {

    /**
     * What a host's name means now.
     *
     * @param timeout more than zero
     * @return never empty
     * @throws Isol8Exception with {@code HOST_UNREACHABLE} if it has no address
     */
    List<InetAddress> resolve(String host, Duration timeout) throws InterruptedException, TimeoutException;

    /**
     * Asks for what is at a URL, with GET, without anything that tells who asks. With https the server has to prove that it
     * is the URL's host.
     *
     * @param addresses of the host, not empty: it connects to one of these and to nothing else, whatever the host's name
     *     means by now, and whatever proxy the JVM is told to use
     * @param maxBytes of content, as it is sent: nothing is unpacked
     * @param timeout for all of it, the last byte of the content included; more than zero
     * @throws Isol8Exception with {@code HOST_UNREACHABLE} if there is no answer, or none to its end; the message says why
     */
    CodeAnswer get(CodeUrl url, List<InetAddress> addresses, long maxBytes, Duration timeout)
            throws InterruptedException, TimeoutException;
}
