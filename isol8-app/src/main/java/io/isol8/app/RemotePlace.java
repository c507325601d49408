package io.isol8.app;

import io.isol8.client.RemoteIsol8;
import io.isol8.domain.OptionOverrides;
import io.isol8.ports.Isol8Engine;
import java.util.Optional;

/** A server, which is told what was chosen and nothing else (spec 26.13). */
final class RemotePlace implements RunPlace {

    private final RemoteIsol8.Builder client;
    private final Optional<String> session;
    private final Remote remote;

    private RemotePlace(RemoteIsol8.Builder client, Optional<String> session, Remote remote) {
        this.client = client;
        this.session = session;
        this.remote = remote;
    }

    /** In a session that is named and kept, or one that is ended afterwards, or none (spec 26.9). */
    static RemotePlace of(String host, RunArguments arguments, OptionOverrides chosen, Remote remote) {
        RemoteIsol8.Builder client = remote.client(host, arguments.parsed()).options(chosen);
        if (arguments.sessionId().isPresent()) {
            client.keepSession();
        }
        Optional<String> session =
                arguments.isPersistent() ? arguments.sessionId().or(remote::newSession) : Optional.empty();
        session.ifPresent(client::sessionId);
        return new RemotePlace(client, session, remote);
    }

    @Override
    public Isol8Engine open() {
        return client.build();
    }

    @Override
    public void start(Isol8Engine engine) {
        session.ifPresent(remote::announce);
        engine.start();
    }
}
