package io.isol8.http.internal;

import io.isol8.http.Authenticator;
import io.isol8.http.Caller;
import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets in whoever has a key (spec 3). */
final class AuthFilter {

    private static final String CALLER = "isol8.caller";
    private static final Pattern BEARER = Pattern.compile("bearer\\s+(\\S.*)", Pattern.CASE_INSENSITIVE);

    private final Authenticator keys;

    AuthFilter(Authenticator keys) {
        this.keys = keys;
    }

    /** @throws Refusal with 401 or 403 */
    void admit(Context context) {
        context.attribute(CALLER, caller(context.header("Authorization")));
    }

    private Caller caller(@Nullable String header) {
        if (header == null) {
            throw new Refusal(401, "Missing Authorization header");
        }
        Matcher matcher = BEARER.matcher(header.strip());
        Optional<Caller> caller = matcher.matches() ? keys.authenticate(matcher.group(1)) : Optional.empty();
        return caller.orElseThrow(() -> new Refusal(403, "Invalid API key"));
    }

    /** Who was let in. */
    static Caller caller(Context context) {
        return letIn(context.attribute(CALLER));
    }

    /** Who was let in to this WebSocket, whose upgrade request is over. */
    static Caller caller(WsContext context) {
        return letIn(context.attribute(CALLER));
    }

    private static Caller letIn(@Nullable Caller caller) {
        if (caller == null) {
            throw new IllegalStateException("nobody was let in");
        }
        return caller;
    }

    /** @throws Refusal with 403 unless it was with the master key (spec 3.7) */
    static Caller master(Context context) {
        Caller caller = caller(context);
        if (!caller.master()) {
            throw new Refusal(403, "Master key required for this operation");
        }
        return caller;
    }
}
