package io.isol8.app;

import io.isol8.client.RemoteIsol8;
import io.isol8.wire.SessionList;
import java.util.Comparator;
import java.util.List;

/** {@code isol8 session} (spec 26.25). */
final class SessionCommand {

    private final Console console;
    private final Remote remote;

    SessionCommand(Console console, Remote remote) {
        this.console = console;
        this.remote = remote;
    }

    /** The exit code. */
    int list(SessionArguments arguments) {
        SessionList sessions = new SessionList(sessions(arguments));
        if (arguments.wantsJson()) {
            console.out(sessions.toIndentedArray());
        } else if (sessions.sessions().isEmpty()) {
            console.found("No active sessions.");
        } else {
            console.found(count(sessions.sessions().size()));
            sessions.sessions().forEach(session -> console.out(line(session)));
        }
        return 0;
    }

    private List<SessionList.Session> sessions(SessionArguments arguments) {
        try (RemoteIsol8 server = server(arguments)) {
            return server.listSessions().stream()
                    .sorted(Comparator.comparing(SessionList.Session::lastAccessedAt)
                            .reversed())
                    .toList();
        }
    }

    private RemoteIsol8 server(SessionArguments arguments) {
        return remote.client(arguments.host(), arguments.parsed()).build();
    }

    private static String count(int number) {
        return number == 1 ? "1 session:" : number + " sessions:";
    }

    private static String line(SessionList.Session session) {
        return Console.printable(session.id()) + "  " + (session.active() ? "[running]" : "[idle]")
                + "  last accessed: " + session.lastAccessedAt() + "\n";
    }

    /** The exit code. */
    int stop(SessionArguments arguments) {
        try (RemoteIsol8 server = server(arguments)) {
            server.deleteSession(arguments.id());
        }
        console.ok("Session \"" + Console.printable(arguments.id()) + "\" destroyed.");
        return 0;
    }
}
