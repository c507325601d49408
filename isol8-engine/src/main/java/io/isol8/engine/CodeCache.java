package io.isol8.engine;

import io.isol8.domain.FetchedCode;
import io.isol8.ports.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Code that was fetched, by tenant and hash, for a while: of no more than so many characters in all, of which the least
 * lately used goes first. Thread-safe.
 */
final class CodeCache {

    private record Key(String tenant, String sha256) {}

    private record Entry(FetchedCode code, long keptAt) {}

    private final long mostCharacters;
    private final Duration keepFor;
    private final Clock clock;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    /** @param keepFor zero to keep nothing */
    CodeCache(long mostCharacters, Duration keepFor, Clock clock) {
        this.mostCharacters = mostCharacters;
        this.keepFor = keepFor;
        this.clock = clock;
    }

    synchronized Optional<FetchedCode> find(String tenant, String sha256) {
        Key key = new Key(tenant, sha256);
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (clock.nanos() - entry.keptAt() >= keepFor.toNanos()) {
            remove(key);
            return Optional.empty();
        }
        return Optional.of(entry.code());
    }

    synchronized void keep(String tenant, FetchedCode code) {
        if (keepFor.isZero() || code.text().length() > mostCharacters) {
            return;
        }
        Key key = new Key(tenant, code.sha256());
        remove(key);
        entries.put(key, new Entry(code, clock.nanos()));
        characters += code.text().length();
        Iterator<Entry> oldest = entries.values().iterator();
        while (characters > mostCharacters) {
            characters -= oldest.next().code().text().length();
            oldest.remove();
        }
    }

    private void remove(Key key) {
        Entry removed = entries.remove(key);
        if (removed != null) {
            characters -= removed.code().text().length();
        }
    }
}
