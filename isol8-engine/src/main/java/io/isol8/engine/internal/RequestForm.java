package io.isol8.engine.internal;

import io.isol8.domain.Isol8Exception;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** What requests have to look like beyond what the parser sees to. */
final class RequestForm {

    private static final char DELETE = 0x7f;

    private RequestForm() {}

    /** @throws Isol8Exception with {@code INVALID_REQUEST} for what another reader could understand differently */
    static void check(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw Isol8Exception.invalid("The version of HTTP must be 1.0 or 1.1.");
        }
        if (!request.uri().chars().allMatch(c -> c > ' ' && c < DELETE)) {
            throw Isol8Exception.invalid("The target must consist of visible ASCII characters.");
        }
        if (!Headers.encodingIsClear(request.headers())) {
            throw Isol8Exception.invalid("The transfer encoding must be chunked.");
        }
        boolean body = request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                || HttpUtil.getContentLength(request, 0L) > 0;
        if (request.method().equals(HttpMethod.CONNECT) && body) {
            throw Isol8Exception.invalid("CONNECT has no body.");
        }
    }
}
