package io.isol8.wire;

import io.isol8.domain.Ascii;
import io.isol8.domain.ByteSize;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.NetworkOverrides;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.Seccomp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The options that a client chose (spec 10.5). One instance reads one object. Not thread-safe. */
final class OptionsJson {

    private static final String SERVER_OWNED = " (the server's to choose)";
    private static final String SIZE = "a string such as \"512m\"";
    private static final String NETWORK = "\"none\", \"host\" or \"filtered\"";
    private static final String SECCOMP = "\"strict\", \"unconfined\" or \"custom\"";

    private final JsonInput in;
    private final OptionOverrides.Builder options = OptionOverrides.builder();

    private OptionsJson(JsonInput in) {
        this.in = in;
    }

    static OptionOverrides read(JsonInput in) throws IOException {
        OptionsJson fields = new OptionsJson(in);
        in.object(fields::field);
        return fields.options.build();
    }

    private boolean field(String name) throws IOException {
        switch (name) {
            case "timeoutMs" -> options.timeout(Duration.ofMillis(in.milliseconds()));
            case "memoryLimit" -> options.memoryLimit(in.string(SIZE));
            case "cpuLimit" -> options.cpuLimit(in.number());
            case "pidsLimit" -> options.pidsLimit(in.whole(1, Integer.MAX_VALUE));
            case "sandboxSize" -> options.sandboxSize(in.string(SIZE));
            case "tmpSize" -> options.tmpSize(in.string(SIZE));
            case "maxOutputSize" -> options.maxOutputSize(in.whole(1, Integer.MAX_VALUE));
            case "secrets" -> in.stringMap().forEach(options::secret);
            case "image" -> options.image(in.string());
            case "readonlyRootFs" -> options.readonlyRootFs(in.bool());
            case "persist" -> options.persist(in.bool());
            case "security" -> in.object(this::security);
            case "network" -> options.network(network());
            case "networkFilter" -> in.object(this::networkFilter);
            case "logNetwork" -> options.logNetwork(in.bool());
            case "mode", "poolStrategy", "poolSize", "audit", "remoteCode", "debug" -> in.ignore(SERVER_OWNED);
            default -> {
                return false;
            }
        }
        return true;
    }

    private NetworkMode network() throws IOException {
        return switch (in.string(NETWORK)) {
            case "none" -> NetworkMode.NONE;
            case "host" -> NetworkMode.HOST;
            case "filtered" -> NetworkMode.FILTERED;
            default -> throw in.refused(NETWORK);
        };
    }

    private boolean networkFilter(String name) throws IOException {
        switch (name) {
            case "whitelist" -> options.whitelist(in.strings());
            case "blacklist" -> options.blacklist(in.strings());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean security(String name) throws IOException {
        switch (name) {
            case "seccomp" -> options.seccomp(seccomp());
            case "containerRuntime" -> options.containerRuntime(in.string());
            case "customProfilePath" -> throw in.refused("absent: seccomp profiles are the server's to choose");
            default -> {
                return false;
            }
        }
        return true;
    }

    private Seccomp seccomp() throws IOException {
        return switch (in.string(SECCOMP)) {
            case "strict" -> Seccomp.STRICT;
            case "unconfined" -> Seccomp.UNCONFINED;
            case "custom" -> Seccomp.CUSTOM;
            default -> throw in.refused(SECCOMP);
        };
    }

    /** Everything but {@code mode} and {@code debug}, which are the server's to choose. */
    static void write(JsonOutput out, OptionOverrides options) throws IOException {
        out.field("timeoutMs", options.timeout().map(Duration::toMillis).orElse(null))
                .field(
                        "memoryLimit",
                        options.memoryLimit().map(ByteSize::toString).orElse(null))
                .field("cpuLimit", options.cpuLimit().orElse(null))
                .field("pidsLimit", options.pidsLimit().orElse(null))
                .field(
                        "sandboxSize",
                        options.sandboxSize().map(ByteSize::toString).orElse(null))
                .field("tmpSize", options.tmpSize().map(ByteSize::toString).orElse(null))
                .field("maxOutputSize", options.maxOutputSize().orElse(null));
        if (!options.secrets().isEmpty()) {
            out.strings("secrets", options.secrets());
        }
        out.field("image", options.image().orElse(null))
                .field("readonlyRootFs", options.readonlyRootFs().orElse(null))
                .field("persist", options.persist().orElse(null));
        writeNetwork(out, options.network());
        if (options.seccomp().isPresent()
                || options.customProfile().isPresent()
                || options.containerRuntime().isPresent()) {
            out.object("security", security -> writeSecurity(security, options));
        }
    }

    private static void writeNetwork(JsonOutput out, NetworkOverrides network) throws IOException {
        out.field("network", network.mode().map(OptionsJson::name).orElse(null));
        if (network.whitelist().isPresent() || network.blacklist().isPresent()) {
            out.object("networkFilter", lists -> {
                if (network.whitelist().isPresent()) {
                    lists.strings("whitelist", network.whitelist().get());
                }
                if (network.blacklist().isPresent()) {
                    lists.strings("blacklist", network.blacklist().get());
                }
            });
        }
        out.field("logNetwork", network.log().orElse(null));
    }

    private static void writeSecurity(JsonOutput out, OptionOverrides options) throws IOException {
        out.field("seccomp", options.seccomp().map(OptionsJson::name).orElse(null))
                .field(
                        "customProfilePath",
                        options.customProfile().map(Path::toString).orElse(null))
                .field("containerRuntime", options.containerRuntime().orElse(null));
    }

    private static String name(Enum<?> choice) {
        return Ascii.lowerCase(choice.name());
    }
}
