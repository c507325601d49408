package io.isol8.testkit;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Names, in exactly one spelling each, with the addresses that a test gives them. Thread-safe. */
public final class InMemoryNames {

    private final Map<String, Deque<List<InetAddress>>> meanings = new ConcurrentHashMap<>();

    /** From the next lookup on the name has these addresses. */
    public void name(String host, String... addresses) {
        Deque<List<InetAddress>> only = new ConcurrentLinkedDeque<>();
        only.add(addresses(addresses));
        meanings.put(host, only);
    }

    /** After one more lookup with the answer from before, the name has these addresses. */
    public void thenName(String host, String... addresses) {
        meanings.computeIfAbsent(host, name -> new ConcurrentLinkedDeque<>()).add(addresses(addresses));
    }

    private static List<InetAddress> addresses(String... texts) {
        return Arrays.stream(texts).map(InMemoryNames::address).toList();
    }

    /** @throws IllegalArgumentException if the text is neither an address nor a name that this machine knows */
    public static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** @throws Isol8Exception with {@code HOST_UNREACHABLE} if the test gave it none */
    public List<InetAddress> resolve(String host) {
        Deque<List<InetAddress>> found = meanings.get(host);
        if (found == null) {
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, host + " has no address.");
        }
        return found.size() > 1 ? found.remove() : found.getFirst();
    }
}
