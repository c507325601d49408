package io.isol8.domain;

import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether, from where and what code may be fetched (spec 22). Immutable; the order in which its methods are asked is that
 * of spec 22.2.
 *
 * @param enabled whether it may at all
 * @param schemes that URLs may have, in lower case; only http and https can be fetched from
 * @param allowed what hosts must match one of, if there is any
 * @param blocked what hosts must match none of; this wins
 * @param allowPrivate addresses that may be fetched from though they are not public
 * @param maxCodeSize bytes
 * @param timeout for one program, redirects included
 * @param requireHash whether a request must name the hash of what it wants
 * @param cacheFor how long what was fetched may be used again; zero for never
 */
public record RemoteCodePolicy(
        boolean enabled,
        List<String> schemes,
        List<HostPattern> allowed,
        List<HostPattern> blocked,
        List<Cidr> allowPrivate,
        long maxCodeSize,
        Duration timeout,
        boolean requireHash,
        Duration cacheFor) {

    /** No code is fetched (spec 9.6). */
    public static final RemoteCodePolicy DISABLED = new RemoteCodePolicy(
            false, List.of(), List.of(), List.of(), List.of(), 1, Duration.ofSeconds(1), true, Duration.ZERO);

    /** Programs of up to 10 MiB from every public host, by https, within 30 s; kept for an hour. */
    public static final RemoteCodePolicy PUBLIC = new RemoteCodePolicy(
            true,
            List.of("https"),
            List.of(),
            List.of(),
            List.of(),
            10 << 20,
            Duration.ofSeconds(30),
            false,
            Duration.ofHours(1));

    private static final Set<String> KNOWN_SCHEMES = Set.of("http", "https");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    public RemoteCodePolicy {
        schemes = List.copyOf(schemes);
        allowed = List.copyOf(allowed);
        blocked = List.copyOf(blocked);
        allowPrivate = List.copyOf(allowPrivate);
    }

    /** With these schemes instead. */
    public RemoteCodePolicy withSchemes(String... others) {
        return new RemoteCodePolicy(
                enabled, List.of(others), allowed, blocked, allowPrivate, maxCodeSize, timeout, requireHash, cacheFor);
    }

    /**
     * With these hosts and no others.
     *
     * @param patterns regular expressions that are searched for
     * @throws Isol8Exception with {@code INVALID_REQUEST} if one of them is none
     */
    public RemoteCodePolicy withHosts(String... patterns) {
        return new RemoteCodePolicy(
                enabled,
                schemes,
                HostPattern.all("allowedHosts", List.of(patterns)),
                blocked,
                allowPrivate,
                maxCodeSize,
                timeout,
                requireHash,
                cacheFor);
    }

    /** With these addresses besides the public ones. */
    public RemoteCodePolicy withPrivate(Cidr... ranges) {
        return new RemoteCodePolicy(
                enabled, schemes, allowed, blocked, List.of(ranges), maxCodeSize, timeout, requireHash, cacheFor);
    }

    /** With a hash in every request. */
    public RemoteCodePolicy withRequiredHash() {
        return new RemoteCodePolicy(
                enabled, schemes, allowed, blocked, allowPrivate, maxCodeSize, timeout, true, cacheFor);
    }

    /**
     * Decides about a URL as far as that goes without asking the network.
     *
     * @throws Isol8Exception with {@code REMOTE_CODE_REFUSED}, or {@code INVALID_REQUEST} if it is no URL with a host
     */
    public CodeUrl check(Source.Url source) {
        if (!enabled) {
            throw refused("Remote code fetching is disabled. Set remoteCode.enabled=true to allow it.");
        }
        return CodeUrl.absolute(source.url())
                .flatMap(uri -> checked(uri, source.allowInsecure()))
                .orElseThrow(() -> Isol8Exception.invalid("ExecutionRequest.codeUrl must be a URL of at most 8192"
                        + " characters with a host and without a user, e.g. \"https://example.org/main.py\"."));
    }

    /**
     * Decides about the place that an answer leads to, as about the first.
     *
     * @param location relative or absolute
     * @throws Isol8Exception as {@link #check}, but with {@code REMOTE_CODE_FAILED} if it is no URL with a host
     */
    public CodeUrl follow(CodeUrl from, String location, Source.Url source) {
        return from.resolve(location)
                .flatMap(uri -> checked(uri, source.allowInsecure()))
                .orElseThrow(() -> failed("the redirect does not lead to a URL"));
    }

    private Optional<CodeUrl> checked(URI uri, boolean allowInsecure) {
        String scheme = Ascii.lowerCase(uri.getScheme());
        if (scheme.equals("http") && !allowInsecure) {
            throw refused("Insecure code URL blocked. Use allowInsecureCodeUrl=true to allow HTTP.");
        }
        if (!schemes.contains(scheme) || !KNOWN_SCHEMES.contains(scheme)) {
            throw refused("URL scheme not allowed: " + Ascii.printable(scheme));
        }
        return CodeUrl.Parts.of(uri).map(parts -> parts.at(checkedHost(parts.host())));
    }

    private HostName checkedHost(String spelled) {
        HostName host;
        try {
            host = HostName.of(spelled);
        } catch (Isol8Exception e) {
            throw blocked(Ascii.printable(spelled));
        }
        if (!allowed.isEmpty()
                && allowed.stream().noneMatch(pattern -> pattern.search(host) == HostPattern.Outcome.FOUND)) {
            throw blocked(host.text());
        }
        if (blocked.stream().anyMatch(pattern -> pattern.search(host) != HostPattern.Outcome.ABSENT)) {
            throw blocked(host.text());
        }
        host.literal().ifPresent(address -> checkAddress(host, address));
        return host;
    }

    /**
     * Decides about what a name means: all of it has to be reachable.
     *
     * @throws Isol8Exception with {@code REMOTE_CODE_REFUSED}
     */
    public void checkAddresses(HostName host, List<InetAddress> addresses) {
        addresses.forEach(address -> checkAddress(host, address));
    }

    private void checkAddress(HostName host, InetAddress address) {
        if (!Addresses.isPublic(address) && allowPrivate.stream().noneMatch(range -> range.contains(address))) {
            throw blocked(host.text());
        }
    }

    /** @throws Isol8Exception with {@code REMOTE_CODE_REFUSED} if there has to be a hash and is none */
    public void checkHash(Source.Url source) {
        if (requireHash && source.hash().isEmpty()) {
            throw refused("Hash verification required: provide codeHash for remote code execution.");
        }
    }

    /**
     * Decides about what was fetched (spec 22.4, 22.5).
     *
     * @param content all of it
     * @throws Isol8Exception with {@code REMOTE_CODE_REFUSED}, or {@code REMOTE_CODE_FAILED} if it is nothing
     */
    public FetchedCode accept(byte[] content, Source.Url source) {
        if (content.length > maxCodeSize) {
            throw tooLarge();
        }
        String text = text(content);
        if (text.isEmpty()) {
            throw new Isol8Exception(ErrorCode.REMOTE_CODE_FAILED, "Remote code response body is empty");
        }
        String hash = sha256(content);
        if (source.hash().filter(wanted -> !wanted.equals(hash)).isPresent()) {
            throw refused("Remote code hash mismatch");
        }
        return new FetchedCode(text, hash);
    }

    /** What to say of more than may be. */
    public Isol8Exception tooLarge() {
        return refused("Remote code exceeds maxCodeSize (" + maxCodeSize + " bytes).");
    }

    private static String text(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            }
        } catch (CharacterCodingException e) {
            throw refused("Fetched code appears to be binary content");
        }
        throw refused("Fetched code appears to be binary content");
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static Isol8Exception blocked(String host) {
        return refused("Blocked code URL host: " + host);
    }

    private static Isol8Exception refused(String message) {
        return new Isol8Exception(ErrorCode.REMOTE_CODE_REFUSED, message);
    }

    /** What to say of a place that did not answer as it should. */
    public static Isol8Exception failed(String why) {
        return failed(why, null);
    }

    /** The same of one that did not answer. */
    public static Isol8Exception failed(String why, @Nullable Throwable cause) {
        return new Isol8Exception(ErrorCode.REMOTE_CODE_FAILED, "Failed to fetch remote code: " + why, cause);
    }
}
