package io.isol8.engine;

import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What an installation asked of the network in vain, in words. */
final class Unanswered {

    private Unanswered() {}

    /**
     * Sentences with the hosts in them; empty if all that was asked for was answered.
     *
     * @param late whether time ran out: then the last host that was asked is named in any case
     */
    static String in(NetworkLog log, boolean late) {
        List<String> sentences = new ArrayList<>();
        say(sentences, "The network filter blocked ", hosts(log, Unanswered::blocked));
        say(sentences, "No connection to ", hosts(log, Unanswered::failed));
        if (late) {
            say(sentences, "No answer came from ", hosts(log, Unanswered::silent));
            if (sentences.isEmpty() && !log.entries().isEmpty()) {
                NetworkEntry last = log.entries().get(log.entries().size() - 1);
                sentences.add("The last host that was asked is " + last.host() + ".");
            }
        }
        return String.join(" ", sentences);
    }

    private static void say(List<String> sentences, String what, String hosts) {
        if (!hosts.isEmpty()) {
            sentences.add(what + hosts + ".");
        }
    }

    private static String hosts(NetworkLog log, Predicate<NetworkEntry> condition) {
        return log.entries().stream()
                .filter(condition)
                .map(entry -> entry.host()
                        + entry.reason().map(why -> " (" + why + ")").orElse(""))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static boolean blocked(NetworkEntry entry) {
        return entry.action() == NetworkEntry.Action.BLOCK;
    }

    private static boolean failed(NetworkEntry entry) {
        return !blocked(entry) && entry.reason().isPresent();
    }

    private static boolean silent(NetworkEntry entry) {
        return !blocked(entry) && entry.reason().isEmpty() && entry.bytesIn() == 0;
    }
}
