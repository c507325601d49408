package io.isol8.http.internal;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** The header that says what goes without saying in HTTP/1.1, and that clients of event streams were promised (spec 5.1). */
final class KeepAlive extends HttpField {

    private static final KeepAlive FIELD = new KeepAlive();

    private KeepAlive() {
        super(null, "Connection", "keep-alive");
    }

    /** For answers in HTTP/1.1; in HTTP/1.0 the end of the connection is the end of the stream. */
    static void promise(HttpServletRequest request) {
        if (!request.getProtocol().equals(HttpVersion.HTTP_1_1.asString())) {
            return;
        }
        ServletContextRequest.getServletContextRequest(request)
                .getServletContextResponse()
                .getHeaders()
                .put(FIELD);
    }

    /** Jetty leaves out what it knows to be superfluous: it must not know this one. */
    @Override
    public @Nullable HttpHeader getHeader() {
        return null;
    }
}
