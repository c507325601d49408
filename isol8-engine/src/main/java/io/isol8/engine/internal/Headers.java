package io.isol8.engine.internal;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Headers that are for the next machine alone, and those that say where a message ends. */
final class Headers {

    private static final String PROXY_PREFIX = "proxy-";
    private static final String CHUNKED = "chunked";

    private static final List<CharSequence> HOP_BY_HOP = List.of(
            HttpHeaderNames.CONNECTION,
            "keep-alive",
            HttpHeaderNames.TE,
            HttpHeaderNames.TRAILER,
            HttpHeaderNames.UPGRADE,
            HttpHeaderNames.TRANSFER_ENCODING);

    private Headers() {}

    /** Takes them away: those that are known, those that the message names itself, and whatever is for proxies. */
    static void removeHopByHop(HttpHeaders headers) {
        List<String> named = new ArrayList<>();
        for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : value.split(",", -1)) {
                named.add(name.trim());
            }
        }
        for (String name : headers.names()) {
            if (name.toLowerCase(Locale.ROOT).startsWith(PROXY_PREFIX)) {
                named.add(name);
            }
        }
        named.stream().filter(name -> !name.isEmpty()).forEach(headers::remove);
        HOP_BY_HOP.forEach(headers::remove);
    }

    /** Whether everybody agrees on where the body ends: it is chunked and nothing else, or not encoded at all. */
    static boolean encodingIsClear(HttpHeaders headers) {
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return encodings.isEmpty() || (encodings.size() == 1 && encodings.get(0).equalsIgnoreCase(CHUNKED));
    }
}
