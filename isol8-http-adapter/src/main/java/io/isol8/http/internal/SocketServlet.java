package io.isol8.http.internal;

import io.isol8.http.Caller;
import io.isol8.http.ServerSettings;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.websocket.api.ExtensionConfig;

/**
 * Executions over WebSocket (spec 4.4, 6): where connections are upgraded. Beside Javalin, which knows no backpressure
 * and keeps an HTTP session for each.
 */
final class SocketServlet extends JettyWebSocketServlet {

    static final String PATH = "/execute/ws";

    /**
     * As by the first implementation: Node's own client, unpacking the last events, loses them when the connection's end
     * comes right behind.
     */
    private static final List<ExtensionConfig> NOT_COMPRESSED = List.of();

    private static final long serialVersionUID = 1L;

    private final transient ServerSettings settings;
    private final transient Sockets sockets;

    SocketServlet(ServerSettings settings, Sockets sockets) {
        this.settings = settings;
        this.sockets = sockets;
    }

    @Override
    protected void configure(JettyWebSocketServletFactory factory) {
        factory.setIdleTimeout(settings.idleTimeout());
        factory.setCreator((request, response) -> {
            response.setExtensions(NOT_COMPRESSED);
            return endpoint(request);
        });
    }

    private SocketEndpoint endpoint(JettyServerUpgradeRequest request) {
        Caller caller = Admission.caller(request.getHttpServletRequest());
        return new SocketEndpoint(caller, sockets);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getMethod().equals("GET") && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            super.service(request, response);
        } else {
            Replies.error(response, 404, "Not Found");
        }
    }

    /** What was no upgrade that could be granted. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Replies.error(response, 400, "This is no upgrade to version 13 of the WebSocket protocol.");
    }
}
