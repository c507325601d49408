package io.isol8.wire;

import static io.isol8.wire.ConfigTypes.BOOL;
import static io.isol8.wire.ConfigTypes.choice;
import static io.isol8.wire.ConfigTypes.integer;
import static io.isol8.wire.ConfigTypes.list;
import static io.isol8.wire.ConfigTypes.text;

import io.isol8.domain.config.Isol8Config;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.domain.pool.PoolStrategy;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The table of all keys of a config file (spec 8.4). Reading, writing, the schema and the documentation come from it;
 * its order is theirs (spec 8.7).
 */
final class ConfigKeys {

    private static final ConfigType<String> ANY = text("a string", Pattern.compile("[\\s\\S]*"));

    /** The whole file. */
    static final ConfigObject<Isol8Config> ALL = all();

    private ConfigKeys() {}

    private static ConfigObject<Isol8Config> all() {
        var keys = new ConfigObject.Builder<>(Isol8Config.builtIn());
        keys.optional("$schema", ANY, config -> Optional.empty(), "Where the schema of this file is, for editors.");
        var maxConcurrent = keys.key(
                "maxConcurrent",
                integer(Isol8Config.CONCURRENT),
                Isol8Config::maxConcurrent,
                "Executions at the same time.");
        var defaults = keys.key(
                "defaults",
                SandboxKeys.defaults(),
                Isol8Config::defaults,
                "What an execution gets that asks for nothing else.");
        var network = keys.key(
                "network", SandboxKeys.network(), Isol8Config::network, "What a filtered network lets through.");
        var cleanup =
                keys.key("cleanup", ServerKeys.cleanup(), Isol8Config::cleanup, "What a server removes by itself.");
        var poolStrategy = keys.key(
                "poolStrategy",
                choice(PoolStrategy.class),
                config -> config.pool().strategy(),
                "When a server cleans a used sandbox: at once, or when it is next taken.");
        var poolSize = keys.key(
                "poolSize",
                new ConfigPoolSize(),
                config -> config.pool().size(),
                "Sandboxes of each kind that a server keeps ready (clean) and, used, beyond those (dirty).");
        var security =
                keys.key("security", SandboxKeys.security(), Isol8Config::security, "The walls around a sandbox.");
        var remoteCode = keys.key(
                "remoteCode",
                ServerKeys.remoteCode(),
                Isol8Config::remoteCode,
                "Whether and from where code is fetched.");
        var audit = keys.key("audit", ServerKeys.audit(), Isol8Config::audit, "What is written down of executions.");
        var auth = keys.key("auth", ServerKeys.auth(), Isol8Config::auth, "The database of API keys.");
        var prebuiltImages = keys.key(
                "prebuiltImages",
                list(SandboxKeys.prebuiltImage()),
                Isol8Config::prebuiltImages,
                "Images to have ready.");
        var debug = keys.key("debug", BOOL, Isol8Config::debug, "Log what isol8 does, as --debug does.");
        var server = keys.key("server", ServerKeys.server(), Isol8Config::server, "What holds for a server alone.");
        var policy = keys.key(
                "policy",
                ServerKeys.policy(),
                Isol8Config::policy,
                "The most that a key from the database may ask for.");
        var runtimes = keys.key(
                "runtimes",
                new ConfigMap<>(SandboxKeys.runtime()),
                Isol8Config::runtimes,
                "Languages besides the built-in ones, by name.");
        return keys.build(values -> new Isol8Config(
                values.of(maxConcurrent),
                values.of(defaults),
                values.of(network),
                values.of(cleanup),
                new PoolPolicy(values.of(poolStrategy), values.of(poolSize)),
                values.of(security),
                values.of(remoteCode),
                values.of(audit),
                values.of(auth),
                values.of(prebuiltImages),
                values.of(debug),
                values.of(server),
                values.of(policy),
                values.of(runtimes)));
    }
}
