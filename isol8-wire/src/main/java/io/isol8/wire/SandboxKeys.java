package io.isol8.wire;

import static io.isol8.wire.ConfigTypes.BOOL;
import static io.isol8.wire.ConfigTypes.REGEX;
import static io.isol8.wire.ConfigTypes.TEXT;
import static io.isol8.wire.ConfigTypes.choice;
import static io.isol8.wire.ConfigTypes.integer;
import static io.isol8.wire.ConfigTypes.list;
import static io.isol8.wire.ConfigTypes.milliseconds;
import static io.isol8.wire.ConfigTypes.some;
import static io.isol8.wire.ConfigTypes.text;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.Seccomp;
import io.isol8.domain.SecurityOptions;
import io.isol8.domain.config.Bounds;
import io.isol8.domain.config.ConfiguredRuntime;
import io.isol8.domain.config.Defaults;
import io.isol8.domain.config.Isol8Config;
import io.isol8.domain.config.NetworkFilter;
import io.isol8.domain.config.PrebuiltImage;
import java.io.IOException;
import java.util.List;

/** The keys that say what sandboxes are like. */
final class SandboxKeys {

    private static final ConfigType<String> IMAGE = text("a reference to an image", Isol8Options.IMAGE);
    private static final ConfigType<String> ARGUMENT = text("a string that is not empty", ConfiguredRuntime.ARGUMENT);

    private SandboxKeys() {}

    static ConfigObject<Defaults> defaults() {
        var keys = new ConfigObject.Builder<>(Isol8Config.builtIn().defaults());
        var timeout = keys.key(
                "timeoutMs", milliseconds(Bounds.TIMER), Defaults::timeout, "Deadline of a request, in milliseconds.");
        var memory = keys.key(
                "memoryLimit", ConfigTypes.MEMORY, Defaults::memoryLimit, "Memory of a sandbox, its files included.");
        var cpu = keys.key("cpuLimit", ConfigTypes.CORES, Defaults::cpuLimit, "Cores of a sandbox.");
        var network = keys.key("network", ConfigTypes.NETWORK, Defaults::network, "What a program can reach.");
        var sandboxSize = keys.key("sandboxSize", ConfigTypes.SIZE, Defaults::sandboxSize, "Size of /sandbox.");
        var tmpSize = keys.key("tmpSize", ConfigTypes.SIZE, Defaults::tmpSize, "Size of /tmp.");
        var readonly = keys.key(
                "readonlyRootFs", BOOL, Defaults::readonlyRootFs, "Whether only /sandbox and /tmp can be written.");
        return keys.build(values -> new Defaults(
                values.of(timeout),
                values.of(memory),
                values.of(cpu),
                values.of(network),
                values.of(sandboxSize),
                values.of(tmpSize),
                values.of(readonly)));
    }

    static ConfigObject<NetworkFilter> network() {
        var keys = new ConfigObject.Builder<>(Isol8Config.builtIn().network());
        var whitelist = keys.key(
                "whitelist", list(REGEX), NetworkFilter::whitelist, "Hosts that may be reached; none means all.");
        var blacklist = keys.key("blacklist", list(REGEX), NetworkFilter::blacklist, "Hosts that may not be reached.");
        var allowPrivate = keys.key(
                "allowPrivate",
                list(ConfigTypes.ADDRESSES),
                NetworkFilter::allowPrivate,
                "Addresses that are not public and may be reached all the same.");
        var allowedPorts = keys.key(
                "allowedPorts",
                list(integer(NetworkFilter.PORT)),
                NetworkFilter::allowedPorts,
                "Ports that may be reached.");
        return keys.build(values -> new NetworkFilter(
                values.of(whitelist), values.of(blacklist), values.of(allowPrivate), values.of(allowedPorts)));
    }

    static ConfigObject<SecurityOptions> security() {
        var keys = new ConfigObject.Builder<>(Isol8Config.builtIn().security());
        var seccomp = keys.key(
                "seccomp", choice(Seccomp.class), SecurityOptions::seccomp, "Which system calls programs are refused.");
        var profile = keys.optional(
                "customProfilePath",
                ConfigTypes.PATH,
                SecurityOptions::customProfile,
                "The file with the profile, exactly if seccomp is \"custom\".");
        var runtime = keys.optional(
                "containerRuntime",
                text("the name of an OCI runtime such as \"runsc\"", SecurityOptions.RUNTIME),
                SecurityOptions::containerRuntime,
                "An OCI runtime that the container engine knows; by default the engine's own default.");
        return keys.rules(SandboxKeys::profileExactlyIfCustom)
                .build(values -> new SecurityOptions(values.of(seccomp), values.of(profile), values.of(runtime)));
    }

    private static void profileExactlyIfCustom(JsonOutput schema) throws IOException {
        schema.object(
                        "if",
                        custom -> custom.object(
                                        "properties",
                                        properties -> properties.object(
                                                "seccomp", seccomp -> seccomp.field("const", "custom")))
                                .strings("required", List.of("seccomp")))
                .object("then", needed -> needed.strings("required", List.of("customProfilePath")))
                .object(
                        "else",
                        otherwise -> otherwise.object(
                                "properties",
                                properties -> properties.value("customProfilePath", never -> never.value(false))));
    }

    static ConfigObject<PrebuiltImage> prebuiltImage() {
        var keys = new ConfigObject.Builder<PrebuiltImage>(null);
        var tag = keys.key("tag", IMAGE, PrebuiltImage::tag, "What the image is called.");
        var runtime = keys.key(
                "runtime",
                text("the name of a runtime", ConfiguredRuntime.NAME),
                PrebuiltImage::runtime,
                "The runtime that it is made for.");
        var packages = keys.key(
                "installPackages",
                list(text("the name of a package", PrebuiltImage.PACKAGE)),
                PrebuiltImage::installPackages,
                "What is installed in it.");
        var setup = keys.optional(
                "setupScript", TEXT, PrebuiltImage::setupScript, "Bash commands that run before each program.");
        return keys.build(
                values -> new PrebuiltImage(values.of(tag), values.of(runtime), values.of(packages), values.of(setup)));
    }

    static ConfigObject<ConfiguredRuntime> runtime() {
        var keys = new ConfigObject.Builder<ConfiguredRuntime>(null);
        var image = keys.key("image", IMAGE, ConfiguredRuntime::image, "What its sandboxes are made of.");
        var extensions = keys.key(
                "extensions",
                some(text("a file name's ending such as \".rb\"", ExecutionRequest.EXTENSION)),
                ConfiguredRuntime::extensions,
                "Endings of file names that stand for it; the first is used for code without a file.");
        var command = keys.key(
                "command",
                new ConfigCommandLine(some(ARGUMENT)),
                ConfiguredRuntime::command,
                "What runs a program; {file} stands for its path.");
        var install = keys.optional(
                "install",
                some(ARGUMENT),
                ConfiguredRuntime::install,
                "What installs packages, which follow it; with {package} in it there is one process for each.");
        return keys.build(values ->
                new ConfiguredRuntime(values.of(image), values.of(extensions), values.of(command), values.of(install)));
    }
}
