package io.isol8.app;

import io.isol8.domain.Ascii;
import io.isol8.domain.config.Cleanup;
import io.isol8.domain.config.Defaults;
import io.isol8.domain.config.Isol8Config;
import io.isol8.domain.config.NetworkFilter;
import io.isol8.domain.config.RemoteCode;
import io.isol8.domain.pool.PoolPolicy;
import java.math.BigDecimal;
import java.util.List;

/** What people most often want to know of a configuration (spec 26.17). */
final class ConfigText {

    private static final int LABEL = 18;

    private final StringBuilder text = new StringBuilder();

    private ConfigText() {}

    /** @param source where it was read, as it is to be shown */
    static String of(Isol8Config config, String source) {
        ConfigText text = new ConfigText();
        text.text.append("Isol8 Configuration\nSource: ").append(source).append('\n');
        text.sections(config);
        return text.text.toString();
    }

    private void sections(Isol8Config config) {
        section("General").line("Max concurrent", config.maxConcurrent()).line("Debug", config.debug());
        defaults(config.defaults());
        network(config.network());
        remoteCode(config.remoteCode());
        cleanup(config.cleanup());
        pool(config.pool());
    }

    private void defaults(Defaults defaults) {
        section("Defaults")
                .line("Timeout", defaults.timeout().toMillis() + " ms")
                .line("Memory limit", defaults.memoryLimit())
                .line(
                        "CPU limit",
                        BigDecimal.valueOf(defaults.cpuLimit())
                                .stripTrailingZeros()
                                .toPlainString())
                .line("Network", Ascii.lowerCase(defaults.network().name()))
                .line("Sandbox size", defaults.sandboxSize())
                .line("Tmp size", defaults.tmpSize())
                .line("Read-only root", defaults.readonlyRootFs());
    }

    private void network(NetworkFilter network) {
        section("Network Filter")
                .line("Whitelist", list(network.whitelist()))
                .line("Blacklist", list(network.blacklist()));
    }

    private void remoteCode(RemoteCode remoteCode) {
        section("Remote Code")
                .line("Enabled", remoteCode.enabled())
                .line("Schemes", list(remoteCode.allowedSchemes()))
                .line("Max code size", remoteCode.maxCodeSize() + " bytes");
    }

    private void cleanup(Cleanup cleanup) {
        section("Cleanup")
                .line("Auto-prune", cleanup.autoPrune())
                .line("Max idle time", cleanup.maxContainerAge().toMillis() + " ms")
                .line("Images at the end", cleanup.imagesOnShutdown() ? "removed" : "kept");
    }

    private void pool(PoolPolicy pool) {
        section("Pool Defaults (Serve)")
                .line("Strategy", Ascii.lowerCase(pool.strategy().name()))
                .line("Clean", pool.size().clean())
                .line("Dirty", pool.size().dirty());
    }

    private static String list(List<String> values) {
        return values.isEmpty() ? "(none)" : Console.printable(String.join(", ", values));
    }

    private ConfigText section(String title) {
        text.append('\n').append(title).append('\n');
        return this;
    }

    private ConfigText line(String label, Object value) {
        text.append("  ")
                .append(label)
                .append(": ")
                .append(" ".repeat(LABEL - label.length()))
                .append(value)
                .append('\n');
        return this;
    }
}
