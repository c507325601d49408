package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SessionKey;
import io.isol8.ports.Clock;
import io.isol8.ports.SessionInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of all tenants. Thread-safe. */
final class Sessions {

    private final int mostWaiting;
    private final Clock clock;
    private final Map<SessionKey, Session> byKey = new ConcurrentHashMap<>();

    /** Held while sessions are counted and one is added. */
    private final Object making = new Object();

    /** @param mostWaiting how many executions may wait in one session */
    Sessions(int mostWaiting, Clock clock) {
        this.mostWaiting = mostWaiting;
        this.clock = clock;
    }

    /**
     * Lets an execution into the session, which is made if there is none.
     *
     * @param most sessions of its tenant that there may be
     * @throws Isol8Exception with {@code BUSY} if too many wait in it already, or a session more would be too many
     */
    Session.Visit enter(SessionKey key, Isol8Options options, int most, Control execution) {
        while (true) {
            Session session = byKey.get(key);
            if (session == null) {
                session = make(key, options, most);
            }
            Optional<Session.Visit> visit = session.enter(execution);
            if (visit.isPresent()) {
                return visit.get();
            }
            byKey.remove(key, session);
        }
    }

    private Session make(SessionKey key, Isol8Options options, int most) {
        synchronized (making) {
            long others = byKey.keySet().stream()
                    .filter(other -> other.tenant().equals(key.tenant()) && !other.equals(key))
                    .count();
            if (others >= most) {
                throw new Isol8Exception(
                        ErrorCode.BUSY, "Too many sessions: there are " + others + " already. End one of them first.");
            }
            return byKey.computeIfAbsent(key, unused -> new Session(key, options, mostWaiting, clock));
        }
    }

    Optional<Session> find(SessionKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    List<SessionInfo> list() {
        return byKey.values().stream().map(Session::info).toList();
    }

    /** Takes a session out and ends it; it is to be removed then. */
    Optional<Session> end(SessionKey key) {
        Optional<Session> session = Optional.ofNullable(byKey.remove(key));
        session.ifPresent(Session::end);
        return session;
    }

    /** Takes all sessions out and ends them; they are to be removed then. */
    List<Session> endAll() {
        List<Session> ended = new ArrayList<>();
        byKey.keySet().forEach(key -> end(key).ifPresent(ended::add));
        return ended;
    }

    /** Takes those out that nobody has used for so long; they are to be removed then. */
    List<Session> endIdle(Duration age) {
        List<Session> ended = new ArrayList<>();
        byKey.forEach((key, session) -> {
            if (session.endIfIdle(age)) {
                byKey.remove(key, session);
                ended.add(session);
            }
        });
        return ended;
    }
}
