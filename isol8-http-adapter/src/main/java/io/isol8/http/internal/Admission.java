package io.isol8.http.internal;

import io.isol8.http.Authenticator;
import io.isol8.http.Caller;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Knows who sent a request (spec 3). Thread-safe. */
final class Admission {

    private static final String CALLER = "isol8.caller";
    private static final Pattern BEARER = Pattern.compile("bearer\\s+(\\S.*)", Pattern.CASE_INSENSITIVE);

    private final Authenticator keys;

    Admission(Authenticator keys) {
        this.keys = keys;
    }

    /** @throws Refusal with 401 or 403 */
    void admit(HttpServletRequest request) {
        request.setAttribute(CALLER, caller(request.getHeader("Authorization")));
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
    static Caller caller(HttpServletRequest request) {
        if (request.getAttribute(CALLER) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("nobody was let in");
    }

    /** Who was let in. */
    static Caller caller(Context context) {
        return caller(context.req());
    }

    /** @throws Refusal with 403 unless it was with the master key (spec 3.7) */
    static void requireMaster(Context context) {
        if (!caller(context).master()) {
            throw new Refusal(403, "Master key required for this operation");
        }
    }
}
