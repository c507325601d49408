package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ByteSize;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.SecurityOptions;
import io.isol8.domain.config.Isol8Config;
import io.isol8.domain.pool.PoolSize;
import io.isol8.domain.pool.PoolStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigJsonTest {

    private static Isol8Config read(String document) {
        return ConfigJson.read(document, line -> {});
    }

    private static List<String> warnings(String document) {
        List<String> warnings = new ArrayList<>();
        ConfigJson.read(document, warnings::add);
        return warnings;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"$schema\": \"./isol8.config.schema.json\"}",
                "{\"maxConcurrent\": null, \"debug\": null, \"poolStrategy\": null, \"poolSize\": null}",
                "{\"defaults\": null, \"network\": {}, \"policy\": {\"maxCpu\": null}, \"runtimes\": {}}",
            })
    void everything_is_as_built_in_where_nothing_else_is_said(String document) {
        assertThat(read(document)).isEqualTo(Isol8Config.builtIn());
        assertThat(warnings(document)).isEmpty();
    }

    @Test
    void sections_are_merged_key_by_key() {
        Isol8Config config = read("""
                {"defaults": {"memoryLimit": "1g", "network": "host"}, "cleanup": {"autoPrune": false},
                 "audit": {"includeCode": true}, "auth": {"connectionString": "x.db"}, "remoteCode": {"enabled": true}}
                """);
        assertThat(config.defaults().memoryLimit()).isEqualTo(ByteSize.memory("1g"));
        assertThat(config.defaults().network()).isEqualTo(NetworkMode.HOST);
        assertThat(config.defaults().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.cleanup().autoPrune()).isFalse();
        assertThat(config.cleanup().maxContainerAge()).isEqualTo(Duration.ofHours(1));
        assertThat(config.audit().includeCode()).isTrue();
        assertThat(config.audit().trackResources()).isTrue();
        assertThat(config.auth().connectionString()).hasValue("x.db");
        assertThat(config.auth().defaultTtl()).isEqualTo(Duration.ofDays(1));
        assertThat(config.remoteCode().enabled()).isTrue();
        assertThat(config.remoteCode().blockedHosts()).hasSize(10);
    }

    @Test
    void lists_are_replaced_as_a_whole() {
        Isol8Config config = read("""
                {"network": {"whitelist": ["a"], "allowedPorts": [8443]},
                 "remoteCode": {"blockedHosts": ["b"], "allowedSchemes": []}}
                """);
        assertThat(config.network().whitelist()).containsExactly("a");
        assertThat(config.network().blacklist()).isEmpty();
        assertThat(config.network().allowedPorts()).containsExactly(8443);
        assertThat(config.remoteCode().blockedHosts()).containsExactly("b");
        assertThat(config.remoteCode().allowedSchemes()).isEmpty();
    }

    @Test
    void a_pool_size_is_replaced_as_a_whole_and_its_missing_half_is_one() {
        assertThat(read("{\"poolSize\": 3}").pool().size()).isEqualTo(PoolSize.of(3));
        assertThat(read("{\"poolSize\": {\"clean\": 4}}").pool().size()).isEqualTo(new PoolSize(4, 1));
        assertThat(read("{\"poolSize\": {\"dirty\": 0}}").pool().size()).isEqualTo(new PoolSize(1, 0));
        assertThat(read("{\"poolStrategy\": \"secure\"}").pool().strategy()).isEqualTo(PoolStrategy.SECURE);
    }

    @Test
    void security_becomes_the_walls_of_every_sandbox() {
        Isol8Config config = read("""
                {"security": {"seccomp": "custom", "customProfilePath": "p.json", "containerRuntime": "runsc"},
                 "debug": true, "defaults": {"tmpSize": "1m", "cpuLimit": 0.5, "readonlyRootFs": false}}
                """);
        Isol8Options options = config.options();
        assertThat(options.security())
                .isEqualTo(SecurityOptions.custom(Path.of("p.json")).on("runsc"));
        assertThat(options.debug()).isTrue();
        assertThat(options.tmpSize()).isEqualTo(ByteSize.memory("1m"));
        assertThat(options.cpuLimit()).isEqualTo(0.5);
        assertThat(options.readonlyRootFs()).isFalse();
        assertThat(options.sandboxSize()).isEqualTo(ByteSize.memory("512m"));
    }

    @Test
    void runtimes_are_added_to_the_built_in_ones() {
        Isol8Config config = read("""
                {"runtimes": {"ruby": {"image": "ruby:3", "extensions": [".rb", ".rbw"],
                              "command": ["ruby", "-w", "{file}"]}},
                 "prebuiltImages": [{"tag": "my/ruby", "runtime": "ruby", "installPackages": ["rake"]}]}
                """);
        assertThat(config.registry().list()).hasSize(6);
        assertThat(config.registry().detect("a.rbw").orElseThrow().commandFor("/x"))
                .containsExactly("ruby", "-w", "/x");
        assertThat(config.registry().get("ruby").image()).isEqualTo("ruby:3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"maxConcurent": 1}                     | maxConcurent (did you mean maxConcurrent?)
            {"MAXCONCURRENT": 1}                    | MAXCONCURRENT (did you mean maxConcurrent?)
            {"defaults": {"timeout": 1}}            | defaults.timeout (did you mean timeoutMs?)
            {"defaults": {"memory": "1g"}}          | defaults.memory
            {"dependencies": {"python": ["numpy"]}} | dependencies
            {"security": {"a b": [{}]}}             | security["a b"]
            {"poolSize": {"clean": 1, "drity": 2}}  | poolSize.drity (did you mean dirty?)
            """)
    void an_unknown_key_is_ignored_and_told_with_the_nearest_known_one(String document, String told) {
        assertThat(warnings(document)).containsExactly("unknown key, ignored: " + told);
        read(document);
    }

    @Test
    void a_destination_of_audit_records_that_nobody_knows_is_told_and_kept() {
        String document = "{\"audit\": {\"destination\": \"syslog\"}}";
        assertThat(warnings(document))
                .containsExactly("audit.destination must be \"filesystem\", \"file\" or \"stdout\":"
                        + " audit records go nowhere.");
        assertThat(ConfigJson.write(read(document))).contains("\"destination\": \"syslog\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                    | The file is empty.
            [1]                                   | The file must be an object.
            {"debug": true,}                      | The file is not valid JSON (line 1, column 16).
            {"debug": true} {}                    | The file has something after the JSON value.
            {"debug": true, "debug": false}       | debug must not be given twice.
            {"debug": "yes"}                      | debug must be true or false.
            {"maxConcurrent": 0}                  | maxConcurrent must be a whole number between 1 and 10000.
            {"maxConcurrent": -1e300}             | maxConcurrent must be a whole number between 1 and 10000.
            {"defaults": 5}                       | defaults must be an object.
            {"defaults": {"timeoutMs": 0}}        | defaults.timeoutMs must be a whole number between 1 and 2147483647.
            {"defaults": {"cpuLimit": "1"}}       | defaults.cpuLimit must be a number between 0.01 and 4096.
            {"defaults": {"cpuLimit": 1e999}}     | defaults.cpuLimit must be a number between 0.01 and 4096.
            {"defaults": {"memoryLimit": "1m"}}   | defaults.memoryLimit must be a size such as "512m" or "1g", at least 6m.
            {"defaults": {"tmpSize": "0"}}        | defaults.tmpSize must be a size such as "512m" or "1g".
            {"defaults": {"network": "full"}}     | defaults.network must be "none", "host" or "filtered".
            {"poolStrategy": 1}                   | poolStrategy must be "fast" or "secure".
            {"poolSize": 1001}                    | poolSize must be a whole number between 0 and 1000, or an object with clean and dirty.
            {"network": {"blacklist": ["a", "("]}} | network.blacklist[1] must be a regular expression of at most 1000 characters.
            {"network": {"allowPrivate": ["a/8"]}} | network.allowPrivate[0] must be a range of addresses such as "10.0.0.0/8" or "fd00::/8".
            {"security": {"seccomp": "custom"}}   | security.seccomp "custom" needs security.customProfilePath.
            {"security": {"customProfilePath": "a"}} | security.customProfilePath needs security.seccomp "custom".
            {"prebuiltImages": [{"tag": "a"}]}    | prebuiltImages[0].runtime must be the name of a runtime.
            {"prebuiltImages": [{"tag": "a", "runtime": "bash", "installPackages": []}, {"tag": "a", "runtime": "node", "installPackages": ["a>=1"]}]} | prebuiltImages[1]: Invalid package name: "a>=1". Only alphanumeric, -, _, ., /, @, and = are allowed.
            {"prebuiltImages": [{"tag": "isol8:node", "runtime": "bash", "installPackages": []}]} | prebuiltImages[0]: Invalid image tag: "isol8:node" is the name of an image that isol8 itself makes.
            {"runtimes": {"A": {}}}               | runtimes.A must be named with a lower-case letter and at most 31 more, digits, _ and - among them.
            {"runtimes": {"a": {"image": "a", "extensions": [".a"], "command": ["a"]}}} | runtimes.a.command must be an array of strings, one of them "{file}".
            {"runtimes": {"bash": {"image": "a", "extensions": [".a"], "command": ["{file}"]}}} | runtimes.bash must have another name: bash is built in.
            {"runtimes": {"a": {"image": "a", "extensions": [".py"], "command": ["{file}"]}}} | runtimes: Extension ".py" belongs to two runtimes.
            """)
    void what_is_wrong_is_said_with_the_key_and_what_is_allowed(String document, String complaint) {
        assertThatThrownBy(() -> read(document)).isInstanceOfSatisfying(Isol8Exception.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(e.message()).isEqualTo(complaint);
        });
    }

    @Test
    void a_prebuilt_image_needs_a_runtime_that_there_is() {
        assertThatThrownBy(() -> read("""
                        {"prebuiltImages": [{"tag": "a", "runtime": "ruby", "installPackages": []}]}
                        """))
                .hasMessage("prebuiltImages[0].runtime must be one of python, node, bun, deno, bash, not \"ruby\".");
    }

    @Test
    void what_is_wrong_further_down_is_said_with_its_line() {
        assertThatThrownBy(() -> read("{\n  \"debug\": true\n  \"maxConcurrent\": 1\n}\n"))
                .hasMessage("The file is not valid JSON (line 3, column 3).");
    }

    @Test
    void is_written_in_the_order_of_the_keys_without_what_is_unset() {
        String written = ConfigJson.write(Isol8Config.builtIn());
        assertThat(Pattern.compile("^  \"(\\w+)\"", Pattern.MULTILINE)
                        .matcher(written)
                        .results()
                        .map((MatchResult key) -> key.group(1)))
                .containsExactly(
                        "maxConcurrent",
                        "defaults",
                        "network",
                        "cleanup",
                        "poolStrategy",
                        "poolSize",
                        "security",
                        "remoteCode",
                        "audit",
                        "auth",
                        "prebuiltImages",
                        "debug",
                        "server",
                        "policy",
                        "runtimes");
        assertThat(written)
                .startsWith("{\n  \"maxConcurrent\": 10,\n  \"defaults\": {\n    \"timeoutMs\": 30000,\n")
                .contains("    \"cpuLimit\": 1,\n", "  \"prebuiltImages\": [],\n", "    \"whitelist\": [],\n")
                .doesNotContain("customProfilePath", "logDir", "connectionString")
                .endsWith("  \"runtimes\": {}\n}\n");
    }

    @Test
    void what_was_written_reads_as_the_same() {
        ConfigDocuments documents = new ConfigDocuments(new Random(3));
        for (int i = 0; i < 200; i++) {
            Isol8Config config = read(documents.right());
            String written = ConfigJson.write(config);
            assertThat(read(written)).as(written).isEqualTo(config);
        }
    }
}
