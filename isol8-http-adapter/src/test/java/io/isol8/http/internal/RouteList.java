package io.isol8.http.internal;

import io.isol8.http.Authenticator;
import io.isol8.http.ServerSettings;
import io.isol8.ports.Clock;
import io.isol8.ports.Isol8Service;
import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.stream.Stream;

/** All that a server answers, as it is made. */
public final class RouteList {

    private RouteList() {}

    /** Methods and paths such as {@code DELETE /session/{id}}, that of the WebSocket included. */
    public static List<String> of(ServerSettings settings, Isol8Service service, Authenticator keys, Clock clock) {
        Orders orders = new Orders(settings, service);
        try (Presence presence = new Presence()) {
            Javalin javalin = Javalin.create(
                    config -> new Routes(settings, service, keys, orders, presence, clock).addTo(config.routes));
            return Stream.concat(
                            javalin.unsafe.internalRouter.allHttpHandlers().stream()
                                    .map(route -> route.endpoint)
                                    .filter(route -> !route.method.equals(HandlerType.BEFORE))
                                    .map(route -> route.method.name() + " " + route.path),
                            Stream.of("GET " + SocketServlet.PATH))
                    .toList();
        }
    }
}
