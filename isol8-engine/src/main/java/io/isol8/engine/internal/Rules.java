package io.isol8.engine.internal;

import io.isol8.domain.HostName;
import io.isol8.domain.NetworkPolicy;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All that decides about a connection, so that tests can take a part of it away.
 *
 * @param policy what may be reached
 * @param parsing how strictly messages are read
 * @param form throws for a request that another reader could understand differently
 * @param hosts what a host is, as it is spelled
 * @param serverName whether a tunnel to this host may ask for that TLS server
 */
record Rules(
        NetworkPolicy policy,
        Supplier<HttpDecoderConfig> parsing,
        Consumer<HttpRequest> form,
        Function<String, HostName> hosts,
        BiPredicate<HostName, Optional<String>> serverName) {

    static Rules of(NetworkPolicy policy) {
        return new Rules(policy, HttpReader::strict, RequestForm::check, HostName::of, OpeningBytes::isFor);
    }
}
