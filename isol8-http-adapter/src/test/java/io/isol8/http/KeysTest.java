package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.auth.ApiKey;
import io.isol8.domain.auth.NewKey;
import io.isol8.testkit.StoredKey;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making, listing, taking back and using keys of a database (spec 3.6 to 3.21, 4.10 to 4.13). */
class KeysTest {

    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String KEY = "isol8_[0-9a-f]{64}";
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String MASTER_ONLY = "{\"error\":\"Master key required for this operation\"}";
    private static final String NO_DATABASE = "{\"error\":\"DB-backed auth is not enabled\"}";
    private static final String NAME_MISSING = "{\"error\":\"name is required\",\"code\":\"invalid_request\"}";

    private final KeyedServer server = new KeyedServer();

    @AfterEach
    void close() {
        server.close();
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    private static Matcher assertMatches(HttpResponse<String> answer, int status, String pattern) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        Matcher matcher = Pattern.compile(pattern).matcher(answer.body());
        assertThat(matcher.matches()).as(answer.body() + " is like " + pattern).isTrue();
        return matcher;
    }

    private static String created(String name, String tenant) {
        return "\\{\"id\":\"(" + ID + ")\",\"key\":\"(" + KEY + ")\",\"name\":\"" + name
                + "\",\"keyPrefix\":\"(isol8_[0-9a-f]{4})\\.\\.\\.\",\"tenantId\":\"" + tenant + "\",\"expiresAt\":\"("
                + TIME + ")\"}";
    }

    private String at(Duration fromNow) {
        return server.clock.now().plus(fromNow).toString().replaceFirst("(:\\d\\d)Z$", "$1.000Z");
    }

    private int status(String key) {
        return server.send(key, "GET", "/sessions", "").statusCode();
    }

    @Test
    void aNewKeyIsToldOnceWithAllThatIsKnownOfIt() {
        Matcher key = assertMatches(
                server.master("POST", "/auth/keys", "{\"name\":\"ci\",\"tenantId\":\"acme\",\"ttlMs\":60000}"),
                201,
                created("ci", "acme"));

        assertThat(key.group(2)).startsWith(key.group(3));
        assertThat(Instant.parse(key.group(4))).isEqualTo(server.clock.now().plusSeconds(60));
        assertThat(status(key.group(2))).isEqualTo(200);
    }

    @Test
    void whatIsNotSaidOfAKeyIsTheServersDefault() {
        Matcher key =
                assertMatches(server.master("POST", "/auth/keys", "{\"name\":\"n\"}"), 201, created("n", "default"));

        assertThat(Instant.parse(key.group(4))).isEqualTo(server.clock.now().plus(KeyedServer.TTL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"n\",\"tenantId\":null,\"ttlMs\":null}",
                "{\"name\":\"n\",\"tenantId\":\"\"}",
                "{\"name\":\"n\",\"unknown\":[1]}"
            })
    void nullAndUnknownFieldsAreNothing(String body) {
        assertMatches(server.master("POST", "/auth/keys", body), 201, created("n", "default"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"name\":null}", "{\"name\":\" \"}", "{\"tenantId\":\"acme\"}"})
    void aKeyNeedsAName(String body) {
        assertAnswer(server.master("POST", "/auth/keys", body), 400, NAME_MISSING);
    }

    static Stream<String> badFields() {
        return Stream.of(
                "\"ttlMs\":0",
                "\"ttlMs\":-1",
                "\"ttlMs\":1.5",
                "\"ttlMs\":1e300",
                "\"ttlMs\":9007199254740993",
                "\"ttlMs\":3153600000001",
                "\"ttlMs\":\"60000\"",
                "\"ttlMs\":true",
                "\"ttlMs\":{}",
                "\"tenantId\":5",
                "\"tenantId\":\"  \"",
                "\"tenantId\":\"a\\nb\"",
                "\"tenantId\":\"" + "x".repeat(256) + "\"");
    }

    @ParameterizedTest
    @MethodSource("badFields")
    void aBadFieldIsNamed(String field) {
        String name = field.substring(1, field.indexOf('"', 1));
        for (String path : new String[] {"/auth/keys", "/auth/login"}) {
            HttpResponse<String> answer = server.master("POST", path, "{\"name\":\"n\"," + field + "}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).startsWith("{\"error\":\"").contains(name);
        }
        assertThat(server.store.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"name\"", "{\"name\":5}", "{\"name\":\"a\\u0000\"}"})
    void whatIsNoRequestForAKeyMakesNone(String body) {
        HttpResponse<String> answer = server.master("POST", "/auth/keys", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"");
        assertThat(server.store.list()).isEmpty();
    }

    @Test
    void keysAreListedNewestFirstAndWithoutTheirSecret() {
        NewKey old = server.store.create("old \u00e9\u6f22", "acme", Duration.ofMinutes(1));
        server.clock.advance(Duration.ofSeconds(1));
        NewKey middle = server.store.create("middle", "globex", Duration.ofMinutes(1));
        server.clock.advance(Duration.ofSeconds(1));
        assertThat(status(old.plainKey().value())).isEqualTo(200);
        server.store.revoke(middle.apiKey().id());

        String oldEntry = "{\"id\":\"" + old.apiKey().id() + "\",\"name\":\"old \u00e9\u6f22\",\"keyPrefix\":\""
                + old.apiKey().keyPrefix() + "\",\"tenantId\":\"acme\",\"createdAt\":\"" + at(Duration.ofSeconds(-2))
                + "\",\"expiresAt\":\"" + at(Duration.ofSeconds(58)) + "\",\"lastUsedAt\":\"" + at(Duration.ZERO)
                + "\",\"revoked\":false}";
        String middleEntry = "{\"id\":\"" + middle.apiKey().id() + "\",\"name\":\"middle\",\"keyPrefix\":\""
                + middle.apiKey().keyPrefix() + "\",\"tenantId\":\"globex\",\"createdAt\":\""
                + at(Duration.ofSeconds(-1)) + "\",\"expiresAt\":\"" + at(Duration.ofSeconds(59))
                + "\",\"lastUsedAt\":null,\"revoked\":true}";
        assertAnswer(server.master("GET", "/auth/keys", ""), 200, "{\"keys\":[" + middleEntry + "," + oldEntry + "]}");
        assertAnswer(
                server.master("GET", "/auth/keys?tenantId=", ""),
                200,
                "{\"keys\":[" + middleEntry + "," + oldEntry + "]}");
        assertAnswer(server.master("GET", "/auth/keys?tenantId=acme", ""), 200, "{\"keys\":[" + oldEntry + "]}");
        assertAnswer(server.master("GET", "/auth/keys?tenantId=ACME", ""), 200, "{\"keys\":[]}");
        assertAnswer(server.master("GET", "/auth/keys?tenantId=%27%20OR%201%3D1--", ""), 200, "{\"keys\":[]}");
    }

    @Test
    void nothingButTheAnswerThatMadeItTellsAKey() {
        String made = server.master("POST", "/auth/keys", "{\"name\":\"n\"}").body();
        String key = made.replaceFirst(".*\"key\":\"(" + KEY + ")\".*", "$1");
        String token = server.master("POST", "/auth/login", "").body().replaceFirst(".*(" + KEY + ").*", "$1");

        String list = server.master("GET", "/auth/keys", "").body();
        assertThat(list).doesNotContain(key.substring(11)).doesNotContain(token.substring(11));
        assertThat(Pattern.compile("[0-9a-f]{64}").matcher(list).find())
                .as("hashes, too")
                .isFalse();
        assertThat(list).contains(key.substring(0, 10) + "...", token.substring(0, 10) + "...");
    }

    @Test
    void aRevokedKeyIsRefusedFromTheNextRequestOn() {
        NewKey key = server.issue("acme");
        String plain = key.plainKey().value();
        String path = "/auth/keys/" + key.apiKey().id();
        String done = "{\"ok\":true,\"id\":\"" + key.apiKey().id() + "\"}";
        assertThat(status(plain)).isEqualTo(200);
        assertThat(server.upgrade(plain)).isEqualTo(101);

        assertAnswer(server.master("DELETE", path, ""), 200, done);

        assertAnswer(server.send(plain, "GET", "/sessions", ""), 403, "{\"error\":\"Invalid API key\"}");
        assertThat(server.upgrade(plain)).isEqualTo(403);
        assertAnswer(server.master("DELETE", path, ""), 200, done);
        server.store.purge();
        assertAnswer(server.master("DELETE", path, ""), 404, "{\"error\":\"Key not found\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "..%2fkeys", "00000000-0000-0000-0000-000000000000", "'%20OR%201=1--"})
    void aKeyThatThereIsNotCannotBeRevoked(String id) {
        server.issue("acme");

        assertAnswer(server.master("DELETE", "/auth/keys/" + id, ""), 404, "{\"error\":\"Key not found\"}");
        assertThat(server.store.list()).noneMatch(key -> key.revoked());
    }

    @Test
    void anIdInAnotherSpellingIsNoId() {
        UUID id = server.issue("acme").apiKey().id();
        String text = id.toString();
        server.store.insert(new StoredKey(
                new ApiKey(
                        new UUID(0, 1),
                        "n",
                        "isol8_0000...",
                        "acme",
                        server.clock.now(),
                        server.clock.now().plusSeconds(9),
                        Optional.empty(),
                        false),
                "0".repeat(64)));

        for (String other : new String[] {"0-0-0-0-1", "+0-0-0-0-1", text + "0", "%20" + text}) {
            assertAnswer(server.master("DELETE", "/auth/keys/" + other, ""), 404, "{\"error\":\"Key not found\"}");
        }
        assertThat(server.store.list()).noneMatch(key -> key.revoked());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{", "nonsense", "{\"name\":\"\"}", "{\"name\":null}"})
    void loggingInNeedsToSayNothing(String body) {
        Matcher login = assertMatches(
                server.master("POST", "/auth/login", body),
                200,
                "\\{\"token\":\"(" + KEY + ")\",\"expiresAt\":\"(" + TIME + ")\",\"keyId\":\"(" + ID + ")\"}");

        assertThat(Instant.parse(login.group(2))).isEqualTo(server.clock.now().plus(KeyedServer.TTL));
        assertThat(status(login.group(1))).isEqualTo(200);
        assertThat(server.store.list("default")).singleElement().satisfies(key -> {
            assertThat(key.id()).hasToString(login.group(3));
            assertThat(key.name()).matches("login-" + TIME);
        });
        server.master("DELETE", "/auth/keys/" + login.group(3), "");
        assertThat(status(login.group(1))).isEqualTo(403);
    }

    @Test
    void aLoginMaySayAllThatAKeyMay() {
        server.master("POST", "/auth/login", "{\"name\":\"laptop\",\"tenantId\":\"acme\",\"ttlMs\":1000}");

        assertThat(server.store.list()).singleElement().satisfies(key -> {
            assertThat(key.name()).isEqualTo("laptop");
            assertThat(key.tenantId()).isEqualTo("acme");
            assertThat(key.expiresAt()).isEqualTo(server.clock.now().plusSeconds(1));
        });
    }

    @Test
    void anExpiredKeyIsRefused() {
        String key = server.key("acme");
        server.clock.advance(KeyedServer.TTL);
        assertThat(status(key)).isEqualTo(200);

        server.clock.advance(Duration.ofMillis(1));

        assertThat(status(key)).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /auth/keys",
        "GET, /auth/keys",
        "GET, /auth/keys?tenantId=acme",
        "DELETE, /auth/keys/x",
        "POST, /auth/login",
        "GET, /auth/nowhere",
        "PATCH, /auth/keys",
        "PUT, /auth/keys/x",
        "OPTIONS, /auth/login",
        "GET, /auth/",
        "POST, /auth/keys/",
        "POST, /auth//keys",
        "POST, /auth/%6beys",
        "POST, /auth/keys;a=b",
        "POST, /auth/a/b/c",
        "POST, /auth/x%2f..%2fkeys"
    })
    void everythingBelowAuthIsForTheMasterWhateverElseIsWrong(String method, String path) {
        try (ServerFixture plain = new ServerFixture(
                ServerFixture.ENGINE,
                ServerFixture.SERVER,
                key -> key.equals("tenants-key")
                        ? Optional.of(new Caller(false, "acme"))
                        : new MasterKey(ServerFixture.KEY).authenticate(key))) {
            assertAnswer(
                    ServerFixture.send(plain.request(path)
                            .setHeader("Authorization", "Bearer tenants-key")
                            .method(method, BodyPublishers.ofString("{"))
                            .build()),
                    403,
                    MASTER_ONLY);
        }
        assertAnswer(server.send(server.key("acme"), method, path, "{"), 403, MASTER_ONLY);
        assertThat(server.store.list()).allMatch(key -> key.tenantId().equals("acme"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /auth/keys, {}",
        "POST, /auth/keys, {",
        "GET, /auth/keys, ''",
        "DELETE, /auth/keys/x, ''",
        "POST, /auth/login, ''"
    })
    void withoutADatabaseThereAreNoKeys(String method, String path, String body) {
        try (ServerFixture plain = new ServerFixture()) {
            assertAnswer(
                    ServerFixture.send(plain.request(path)
                            .method(method, BodyPublishers.ofString(body))
                            .build()),
                    400,
                    NO_DATABASE);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /auth/nowhere", "PATCH, /auth/keys", "GET, /auth/", "GET, /auth/login", "GET, /auth/keys/x"})
    void thereIsNothingElseBelowAuth(String method, String path) {
        assertAnswer(server.master(method, path, ""), 404, "{\"error\":\"Not Found\"}");
    }

    @Test
    void theMasterGoesOnWhileTheDatabaseIsAway() {
        String key = server.key("acme");
        server.store.available(false);

        String away = "{\"error\":\"The key store is not available on request of a test.\","
                + "\"code\":\"key_store_unavailable\"}";
        assertAnswer(server.send(key, "GET", "/sessions", ""), 503, away);
        assertAnswer(server.send("isol8_" + "0".repeat(64), "GET", "/sessions", ""), 503, away);
        assertAnswer(server.send(key, "POST", "/execute/stream", ServerFixture.body("echo hi")), 503, away);
        assertThat(server.upgrade(key)).isEqualTo(503);
        assertThat(server.master("POST", "/execute", ServerFixture.body("echo hi"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.upgrade(ServerFixture.KEY)).isEqualTo(101);
        assertThat(server.fixture.get("/ready").statusCode()).isEqualTo(200);
        assertAnswer(server.master("GET", "/auth/keys", ""), 503, away);
        assertAnswer(server.master("POST", "/auth/keys", "{\"name\":\"n\"}"), 503, away);
        assertAnswer(server.master("POST", "/auth/login", ""), 503, away);
        assertAnswer(server.master("DELETE", "/auth/keys/" + new UUID(0, 1), ""), 503, away);

        server.store.available(true);

        assertThat(status(key)).isEqualTo(200);
        assertThat(server.upgrade(key)).isEqualTo(101);
        assertThat(server.store.list()).hasSize(1);
    }

    @Test
    void aKeyOfTheDatabaseRunsProgramsOnEveryRoute() {
        String key = server.key("acme");
        String body = ServerFixture.body("echo hi");

        assertThat(server.send(key, "POST", "/execute", body).body()).contains("\"stdout\":\"hi\"");
        assertThat(server.send(key, "POST", "/execute/stream", body).body()).contains("\"data\":\"hi\\n\"");
        try (RawWebSocket socket = server.socket(key)) {
            assertThat(socket.execute("echo hi").rest()).first().asString().contains("\"data\":\"hi\\n\"");
        }
    }
}
