package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.config.Isol8Config;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RemoteCodePolicyTest {

    private static final String INSECURE = "Insecure code URL blocked. Use allowInsecureCodeUrl=true to allow HTTP.";
    private static final String NO_URL = "ExecutionRequest.codeUrl must be a URL of at most 8192 characters with a host"
            + " and without a user, e.g. \"https://example.org/main.py\".";

    private final RemoteCodePolicy policy = policy(List.of("https"), List.of(), List.of());

    private static RemoteCodePolicy policy(List<String> schemes, List<String> allowed, List<String> blocked) {
        return new RemoteCodePolicy(
                true,
                schemes,
                HostPattern.all("allowed", allowed),
                HostPattern.all("blocked", blocked),
                List.of(),
                100,
                Duration.ofSeconds(1),
                false,
                Duration.ZERO);
    }

    private static Source.Url at(String url) {
        return new Source.Url(url, Optional.empty(), false);
    }

    private static Source.Url insecurely(String url) {
        return new Source.Url(url, Optional.empty(), true);
    }

    private static void assertFails(ErrorCode code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static void assertRefused(String message, ThrowingCallable call) {
        assertFails(ErrorCode.REMOTE_CODE_REFUSED, message, call);
    }

    private void assertBlocked(String url, String host) {
        assertRefused("Blocked code URL host: " + host, () -> policy.check(at(url)));
    }

    @Test
    void nothing_is_fetched_unless_that_is_enabled() {
        String disabled = "Remote code fetching is disabled. Set remoteCode.enabled=true to allow it.";
        assertRefused(disabled, () -> RemoteCodePolicy.DISABLED.check(at("no url")));
        assertRefused(disabled, () -> Isol8Config.builtIn().remoteCodePolicy().check(at("https://example.org/")));
    }

    @Test
    void the_scheme_is_looked_at_before_the_host() {
        RemoteCodePolicy both = policy(List.of("https", "http"), List.of(), List.of("evil"));
        assertRefused(INSECURE, () -> both.check(at("HTTP://evil/")));
        assertRefused(INSECURE, () -> policy.check(at("http://evil/")));
        assertRefused("URL scheme not allowed: http", () -> policy.check(insecurely("http://example.org/")));
        assertRefused("URL scheme not allowed: ftp", () -> policy.check(at("ftp://evil/")));
        assertRefused("URL scheme not allowed: file", () -> policy.check(at("file:///etc/passwd")));
        assertRefused("Blocked code URL host: evil", () -> both.check(insecurely("http://evil/")));
        assertThat(both.check(insecurely("http://example.org/")).uri()).hasToString("http://example.org/");
    }

    @Test
    void what_cannot_be_fetched_from_is_refused_even_if_the_scheme_is_allowed() {
        RemoteCodePolicy lax = policy(List.of("file", "ftp"), List.of(), List.of());
        assertRefused("URL scheme not allowed: file", () -> lax.check(at("file:///etc/passwd")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org/main.py",
                "/main.py",
                "https:main.py",
                "https:///main.py",
                "https://",
                "https://example.org:0/",
                "https://example.org:65536/",
                "https://example.org:x/",
                "https://me:secret@example.org/",
                "https://example.org\\@evil.test/",
                "https://example.org/a b",
                "https://example.org/\nX: y",
                "\0"
            })
    void what_is_no_url_with_a_host_is_told_without_being_quoted(String text) {
        assertFails(ErrorCode.INVALID_REQUEST, NO_URL, () -> policy.check(at(text)));
    }

    @Test
    void a_url_has_an_end() {
        String start = "https://example.org/";
        assertThat(policy.check(at(start + "x".repeat(8192 - start.length())))
                        .host()
                        .text())
                .isEqualTo("example.org");
        assertFails(
                ErrorCode.INVALID_REQUEST, NO_URL, () -> policy.check(at(start + "x".repeat(8193 - start.length()))));
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org, https://example.org/",
        "HTTPS://Example.ORG./A?b=%20#frag, https://example.org/A?b=%20",
        "https://example.org:8443/ä, https://example.org:8443/%C3%A4",
        "https://my_host.example.org/x, https://my_host.example.org/x",
        "https://example.org:/x, https://example.org/x",
        "https://[2606:4700::1111]:8443/x, https://[2606:4700:0:0:0:0:0:1111]:8443/x"
    })
    void a_url_has_one_spelling(String given, String asked) {
        assertThat(policy.check(at(given)).uri()).hasToString(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1/, 127.0.0.1",
        "https://10.0.0.1:8443/, 10.0.0.1",
        "https://169.254.169.254/latest, 169.254.169.254",
        "https://100.64.0.1/, 100.64.0.1",
        "https://0.0.0.0/, 0.0.0.0",
        "https://224.0.0.1/, 224.0.0.1",
        "https://198.18.0.1/, 198.18.0.1",
        "https://[::1]/, 0:0:0:0:0:0:0:1",
        "https://[::ffff:127.0.0.1]/, 127.0.0.1",
        "https://[64:ff9b::7f00:1]/, 64:ff9b:0:0:0:0:7f00:1",
        "https://[2002:7f00:1::]/, 2002:7f00:1:0:0:0:0:0",
        "https://[fd00::1]/, fd00:0:0:0:0:0:0:1",
        "https://2130706433/, 2130706433",
        "https://0x7f.1/, 0x7f.1",
        "https://0177.0.0.1/, 0177.0.0.1",
        "https://%31%32%37.0.0.1/, %31%32%37.0.0.1",
        "https://127.1/, 127.1"
    })
    void addresses_that_are_not_public_are_blocked_however_they_are_spelled(String url, String host) {
        assertBlocked(url, host);
    }

    @Test
    void hosts_are_searched_for_in_any_case_and_blocking_wins() {
        RemoteCodePolicy lists = policy(List.of("https"), List.of("Example\\.org$"), List.of("^evil"));
        assertThat(lists.check(at("https://raw.EXAMPLE.org/x")).host().text()).isEqualTo("raw.example.org");
        assertRefused("Blocked code URL host: example.com", () -> lists.check(at("https://example.com/x")));
        assertRefused("Blocked code URL host: evil.example.org", () -> lists.check(at("https://EVIL.example.org./x")));
    }

    @Test
    void the_hosts_blocked_from_the_start_are() {
        Isol8Config config = Isol8Config.builtIn();
        RemoteCodePolicy builtIn =
                policy(List.of("https"), List.of(), config.remoteCode().blockedHosts());
        assertRefused("Blocked code URL host: localhost", () -> builtIn.check(at("https://localhost/")));
        assertRefused(
                "Blocked code URL host: metadata.google.internal",
                () -> builtIn.check(at("https://metadata.google.internal/")));
    }

    @Test
    void one_private_address_is_enough_to_block_a_name() {
        HostName host = HostName.of("example.org");
        InetAddress open = AddressText.address("203.0.113.7");
        InetAddress closed = AddressText.address("192.168.0.1");
        policy.checkAddresses(host, List.of(open));
        assertRefused("Blocked code URL host: example.org", () -> policy.checkAddresses(host, List.of(open, closed)));
    }

    @Test
    void a_private_range_can_be_opened() {
        RemoteCodePolicy opened = RemoteCodePolicy.PUBLIC.withPrivate(new Cidr("127.0.0.0/8"));
        HostName host = HostName.of("example.org");
        opened.checkAddresses(host, List.of(AddressText.address("127.0.0.1")));
        assertThat(opened.check(at("https://127.0.0.1/")).host().text()).isEqualTo("127.0.0.1");
        assertRefused(
                "Blocked code URL host: example.org",
                () -> opened.checkAddresses(host, List.of(AddressText.address("10.0.0.1"))));
    }

    @ParameterizedTest
    @CsvSource({
        "other.py, https://example.org/a/other.py",
        "/other.py, https://example.org/other.py",
        "../../x, https://example.org/../x",
        "?raw=1, https://example.org/a/main.py?raw=1",
        "//elsewhere.test/x, https://elsewhere.test/x",
        "https://Elsewhere.test:8443/x#y, https://elsewhere.test:8443/x"
    })
    void a_redirect_leads_where_it_says(String location, String target) {
        CodeUrl from = policy.check(at("https://example.org/a/main.py?x=y"));
        assertThat(policy.follow(from, location, at("unused")).uri()).hasToString(target);
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.org/, Insecure code URL blocked. Use allowInsecureCodeUrl=true to allow HTTP.",
        "//127.0.0.1/, Blocked code URL host: 127.0.0.1",
        "https://[::1]/, Blocked code URL host: 0:0:0:0:0:0:0:1",
        "file:///etc/passwd, URL scheme not allowed: file",
        "javascript:1, URL scheme not allowed: javascript"
    })
    void a_redirect_is_decided_about_like_a_url(String location, String message) {
        CodeUrl from = policy.check(at("https://example.org/a/main.py"));
        assertRefused(message, () -> policy.follow(from, location, at("unused")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://me@example.org/", "https:///x", "a b", "https://example.org:0/"})
    void a_redirect_to_nowhere_is_a_failure(String location) {
        CodeUrl from = policy.check(at("https://example.org/"));
        assertFails(
                ErrorCode.REMOTE_CODE_FAILED,
                "Failed to fetch remote code: the redirect does not lead to a URL",
                () -> policy.follow(from, location, at("unused")));
    }

    @Test
    void a_policy_can_be_changed_in_one_thing() {
        RemoteCodePolicy some =
                RemoteCodePolicy.PUBLIC.withHosts("^example\\.org$").withSchemes("http");
        assertThat(some.check(insecurely("http://example.org/")).uri()).hasToString("http://example.org/");
        assertRefused("Blocked code URL host: example.com", () -> some.check(insecurely("http://example.com/")));
        assertRefused("URL scheme not allowed: https", () -> some.check(at("https://example.org/")));
        Failures.assertInvalid(
                "allowedHosts must hold regular expressions of at most 1000 characters, not \"(\".",
                () -> some.withHosts("("));
    }

    @Test
    void a_hash_can_be_required() {
        policy.checkHash(at("https://example.org/"));
        Source.Url with = new Source.Url("https://example.org/", Optional.of("0".repeat(64)), false);
        RemoteCodePolicy strict = RemoteCodePolicy.PUBLIC.withRequiredHash();
        strict.checkHash(with);
        assertRefused(
                "Hash verification required: provide codeHash for remote code execution.",
                () -> strict.checkHash(at("https://example.org/")));
    }

    @Test
    void text_is_accepted_and_its_bytes_are_hashed() {
        FetchedCode code = policy.accept("hello".getBytes(StandardCharsets.UTF_8), at("unused"));
        assertThat(code.text()).isEqualTo("hello");
        assertThat(code.sha256()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        Source.Url same = new Source.Url("unused", Optional.of(code.sha256().toUpperCase(Locale.ROOT)), false);
        assertThat(policy.accept("hello".getBytes(StandardCharsets.UTF_8), same))
                .isEqualTo(code);
        assertRefused(
                "Remote code hash mismatch", () -> policy.accept("hello ".getBytes(StandardCharsets.UTF_8), same));
    }

    @Test
    void a_byte_order_mark_is_hashed_and_not_run() {
        FetchedCode code = policy.accept("\uFEFFhello".getBytes(StandardCharsets.UTF_8), at("unused"));
        assertThat(code.text()).isEqualTo("hello");
        assertThat(code.sha256()).isEqualTo("7489ebbcc2a00056ddaaaac190bce473e5c03696ea1bd8ed83cf59a174283862");
    }

    @Test
    void binary_content_is_refused() {
        String message = "Fetched code appears to be binary content";
        assertRefused(message, () -> policy.accept(new byte[] {'a', 0}, at("unused")));
        assertRefused(message, () -> policy.accept(new byte[] {'a', (byte) 0xff}, at("unused")));
        assertRefused(message, () -> policy.accept(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, at("unused")));
        assertRefused(message, () -> policy.accept(new byte[] {0x1f, (byte) 0x8b, 8, 1}, at("unused")));
    }

    @Test
    void nothing_is_no_program() {
        String message = "Remote code response body is empty";
        assertFails(ErrorCode.REMOTE_CODE_FAILED, message, () -> policy.accept(new byte[0], at("unused")));
        byte[] mark = "\uFEFF".getBytes(StandardCharsets.UTF_8);
        assertFails(ErrorCode.REMOTE_CODE_FAILED, message, () -> policy.accept(mark, at("unused")));
    }

    @Test
    void size_is_bounded() {
        assertThat(policy.accept("x".repeat(100).getBytes(StandardCharsets.UTF_8), at("unused"))
                        .text())
                .hasSize(100);
        assertRefused(
                "Remote code exceeds maxCodeSize (100 bytes).",
                () -> policy.accept("x".repeat(101).getBytes(StandardCharsets.UTF_8), at("unused")));
    }
}
