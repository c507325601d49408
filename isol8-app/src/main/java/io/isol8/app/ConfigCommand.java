package io.isol8.app;

import io.isol8.domain.config.Isol8Config;
import io.isol8.wire.ConfigJson;
import java.nio.file.Path;
import java.util.Optional;

/** {@code isol8 config} (spec 26.17). */
final class ConfigCommand {

    private final Console console;
    private final ConfigFiles configs;

    ConfigCommand(Console console, ConfigFiles configs) {
        this.console = console;
        this.configs = configs;
    }

    /** The exit code. */
    int run(ConfigArguments arguments) {
        console.out(text(arguments));
        return 0;
    }

    private String text(ConfigArguments arguments) {
        if (arguments.wantsSchema()) {
            return ConfigJson.schema();
        }
        Optional<Path> file = configs.find(arguments.file());
        Isol8Config config = file.map(configs::read).orElseGet(Isol8Config::builtIn);
        return arguments.wantsJson() ? ConfigJson.write(config) : ConfigText.of(config, source(file));
    }

    private static String source(Optional<Path> file) {
        return file.map(path -> Console.printable(path.toString())).orElse("defaults (no config file found)");
    }
}
