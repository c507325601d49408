package io.isol8.http.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.http.Authenticator;
import io.isol8.http.ServerSettings;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.SystemClock;
import java.time.Duration;

/** A server that has little room for bodies and messages. */
public final class SmallRoom implements AutoCloseable {

    private final int bytes;
    private final BodyRoom room;
    private final Web web;

    /** @param bytes of all bodies and messages together */
    public SmallRoom(int bytes, ServerSettings settings, Isol8Service service, Authenticator keys) {
        this.bytes = bytes;
        this.room = new BodyRoom(bytes);
        this.web = Web.start(settings, service, keys, SystemClock.INSTANCE, room);
    }

    public int port() {
        return web.port();
    }

    /** Whether everything was given back. */
    public boolean isEmpty() {
        try (BodyRoom.Share all = room.share(0)) {
            all.add(bytes);
            return true;
        } catch (Isol8Exception e) {
            return false;
        }
    }

    @Override
    public void close() {
        web.stop(Duration.ZERO);
    }
}
