package io.isol8.wire;

import static io.isol8.wire.ConfigTypes.BOOL;
import static io.isol8.wire.ConfigTypes.REGEX;
import static io.isol8.wire.ConfigTypes.TEXT;
import static io.isol8.wire.ConfigTypes.integer;
import static io.isol8.wire.ConfigTypes.list;
import static io.isol8.wire.ConfigTypes.milliseconds;
import static io.isol8.wire.ConfigTypes.seconds;
import static io.isol8.wire.ConfigTypes.suggested;
import static io.isol8.wire.ConfigTypes.text;
import static io.isol8.wire.ConfigTypes.whole;

import io.isol8.domain.config.Audit;
import io.isol8.domain.config.AuditDestination;
import io.isol8.domain.config.Auth;
import io.isol8.domain.config.Bounds;
import io.isol8.domain.config.Cleanup;
import io.isol8.domain.config.Isol8Config;
import io.isol8.domain.config.Policy;
import io.isol8.domain.config.RemoteCode;
import io.isol8.domain.config.Server;
import java.util.regex.Pattern;

/** The keys that say what is done around sandboxes, by a server for the most part. */
final class ServerKeys {

    /** Any word, but those that are known are told (spec 21.2). */
    static final ConfigType<AuditDestination> DESTINATION = new ConfigTypes.Mapped<>(
            suggested(
                    AuditDestination.KNOWN.stream().map(AuditDestination::name).toList()),
            AuditDestination::new,
            AuditDestination::name);

    private ServerKeys() {}

    static ConfigObject<Cleanup> cleanup() {
        var keys = new ConfigObject.Builder<>(Isol8Config.builtIn().cleanup());
        var autoPrune = keys.key("autoPrune", BOOL, Cleanup::autoPrune, "End sessions that nobody uses.");
        var age = keys.key(
                "maxContainerAgeMs",
                milliseconds(Bounds.AGE),
                Cleanup::maxContainerAge,
                "How long a session may be idle, in milliseconds.");
        var images = keys.key(
                "imagesOnShutdown", BOOL, Cleanup::imagesOnShutdown, "Remove isol8's images when a server ends.");
        return keys.build(values -> new Cleanup(values.of(autoPrune), values.of(age), values.of(images)));
    }

    static ConfigObject<RemoteCode> remoteCode() {
        var keys = new ConfigObject.Builder<>(Isol8Config.builtIn().remoteCode());
        var enabled = keys.key("enabled", BOOL, RemoteCode::enabled, "Whether code is fetched at all.");
        var schemes = keys.key(
                "allowedSchemes",
                list(text("a scheme such as \"https\"", Pattern.compile("[a-z][a-z0-9+.-]*"))),
                RemoteCode::allowedSchemes,
                "Schemes that URLs may have.");
        var allowed = keys.key(
                "allowedHosts",
                list(REGEX),
                RemoteCode::allowedHosts,
                "Hosts that code may come from; none means all.");
        var blocked =
                keys.key("blockedHosts", list(REGEX), RemoteCode::blockedHosts, "Hosts that code may not come from.");
        var size = keys.key(
                "maxCodeSize", whole(RemoteCode.CODE_SIZE), RemoteCode::maxCodeSize, "The most bytes of fetched code.");
        var timeout = keys.key(
                "fetchTimeoutMs",
                milliseconds(Bounds.TIMER),
                RemoteCode::fetchTimeout,
                "How long fetching may take, in milliseconds.");
        var hash = keys.key(
                "requireHash", BOOL, RemoteCode::requireHash, "Refuse requests that do not name the code's hash.");
        var cache = keys.key("enableCache", BOOL, RemoteCode::enableCache, "Keep what was fetched.");
        var ttl =
                keys.key("cacheTtl", seconds(RemoteCode.CACHE_TTL), RemoteCode::cacheTtl, "For how long, in seconds.");
        return keys.build(values -> new RemoteCode(
                values.of(enabled),
                values.of(schemes),
                values.of(allowed),
                values.of(blocked),
                values.of(size),
                values.of(timeout),
                values.of(hash),
                values.of(cache),
                values.of(ttl)));
    }

    static ConfigObject<Audit> audit() {
        var keys = new ConfigObject.Builder<>(Isol8Config.builtIn().audit());
        var enabled = keys.key("enabled", BOOL, Audit::enabled, "Whether anything is written down.");
        var destination = keys.key("destination", DESTINATION, Audit::destination, "Where it goes.");
        var logDir = keys.optional(
                "logDir",
                TEXT,
                Audit::logDir,
                "Directory of the file; by default $ISOL8_AUDIT_DIR, else ./.isol8_audit.");
        var script =
                keys.optional("postLogScript", TEXT, Audit::postLogScript, "What runs after a record was written.");
        var resources = keys.key("trackResources", BOOL, Audit::trackResources, "Tell what a program cost.");
        var retention = keys.key(
                "retentionDays",
                integer(Audit.RETENTION),
                Audit::retentionDays,
                "For how many days files are kept; 0 for ever.");
        var code = keys.key("includeCode", BOOL, Audit::includeCode, "Tell what was run.");
        var output = keys.key("includeOutput", BOOL, Audit::includeOutput, "Tell what it printed.");
        return keys.build(values -> new Audit(
                values.of(enabled),
                values.of(destination),
                values.of(logDir),
                values.of(script),
                values.of(resources),
                values.of(retention),
                values.of(code),
                values.of(output)));
    }

    static ConfigObject<Auth> auth() {
        var keys = new ConfigObject.Builder<>(Isol8Config.builtIn().auth());
        var enabled = keys.key("enabled", BOOL, Auth::enabled, "Whether keys from a database are accepted.");
        var connection = keys.optional(
                "connectionString",
                TEXT,
                Auth::connectionString,
                "The database; by default the file ~/.isol8/auth.db.");
        var ttl = keys.key(
                "defaultTtlMs",
                milliseconds(Bounds.AGE),
                Auth::defaultTtl,
                "How long a key lasts that nobody chose a time for, in milliseconds.");
        var interval = keys.key(
                "cleanupIntervalMs",
                milliseconds(Bounds.AGE),
                Auth::cleanupInterval,
                "How often keys are deleted that are of no use any more, in milliseconds.");
        return keys.build(
                values -> new Auth(values.of(enabled), values.of(connection), values.of(ttl), values.of(interval)));
    }

    static ConfigObject<Server> server() {
        var keys = new ConfigObject.Builder<>(Isol8Config.builtIn().server());
        var size = keys.key(
                "maxBodySize", whole(Server.BODY_SIZE), Server::maxBodySize, "The most bytes of a request's body.");
        return keys.build(values -> new Server(values.of(size)));
    }

    static ConfigObject<Policy> policy() {
        var keys = new ConfigObject.Builder<>(Isol8Config.builtIn().policy());
        var networks = keys.key(
                "allowedNetworks", list(ConfigTypes.NETWORK), Policy::allowedNetworks, "What programs may reach.");
        var images = keys.optional(
                "allowedImages",
                list(REGEX),
                Policy::allowedImages,
                "Images to run in; by default isol8's own and the prebuilt ones.");
        var unconfined =
                keys.key("allowUnconfined", BOOL, Policy::allowUnconfined, "Programs without a seccomp profile.");
        var persist = keys.key("allowPersist", BOOL, Policy::allowPersist, "Sandboxes that are left running.");
        var timeout = keys.key(
                "maxTimeoutMs",
                milliseconds(Bounds.TIMER),
                Policy::maxTimeout,
                "The longest deadline, in milliseconds.");
        var memory = keys.key("maxMemory", ConfigTypes.MEMORY, Policy::maxMemory, "Memory of a sandbox.");
        var cpu = keys.key("maxCpu", ConfigTypes.CORES, Policy::maxCpu, "Cores of a sandbox.");
        var pids = keys.key("maxPids", integer(Policy.PIDS), Policy::maxPids, "Processes and threads of a sandbox.");
        var tmpfs = keys.key("maxTmpfs", ConfigTypes.SIZE, Policy::maxTmpfs, "Size of /sandbox, and of /tmp.");
        var output = keys.key(
                "maxOutputSize",
                integer(Policy.OUTPUT_SIZE),
                Policy::maxOutputSize,
                "Bytes of each output stream that are kept.");
        var sessions = keys.key(
                "maxSessionsPerTenant",
                integer(Policy.SESSIONS),
                Policy::maxSessionsPerTenant,
                "Sessions of one tenant.");
        var concurrent = keys.optional(
                "maxConcurrentPerTenant",
                integer(Isol8Config.CONCURRENT),
                Policy::maxConcurrentPerTenant,
                "Executions of one tenant at the same time; by default maxConcurrent.");
        var queued = keys.key(
                "maxQueued",
                integer(Policy.QUEUED),
                Policy::maxQueued,
                "Executions that wait for their turn; holds for the master key, too.");
        return keys.build(values -> new Policy(
                values.of(networks),
                values.of(images),
                values.of(unconfined),
                values.of(persist),
                values.of(timeout),
                values.of(memory),
                values.of(cpu),
                values.of(pids),
                values.of(tmpfs),
                values.of(output),
                values.of(sessions),
                values.of(concurrent),
                values.of(queued)));
    }
}
