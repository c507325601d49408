package io.isol8.app;

import io.isol8.docker.DockerConnection;
import io.isol8.domain.CustomImage;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.config.Isol8Config;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.SystemClock;
import java.util.List;
import java.util.Map;

/** {@code isol8 setup} (spec 26.14). */
final class SetupCommand {

    private final Console console;
    private final Map<String, String> environment;
    private final ConfigFiles configs;

    SetupCommand(Console console, Map<String, String> environment, ConfigFiles configs) {
        this.console = console;
        this.environment = environment;
        this.configs = configs;
    }

    /** The exit code. */
    int run(SetupArguments arguments) {
        Isol8Config config = configs.load(arguments.config());
        Logs.configureAlso(config.debug());
        try (DockerConnection docker = DockerConnection.to(environment)) {
            new EngineStarter(environment, console).start(docker.containers()::ping);
            return run(docker.images(), config, arguments.isForced());
        }
    }

    /** @param anew whether images are built that are up to date */
    int run(ImageCatalog images, Isol8Config config, boolean anew) {
        List<CustomImage> prebuilt = PrebuiltImages.of(config);
        ProgressLines progress = new ProgressLines(console, SystemClock.INSTANCE);
        for (LanguageRuntime runtime : RuntimeRegistry.builtIn().list()) {
            tell(runtime.name(), images.update(runtime, anew, progress));
        }
        prebuilt.forEach(image -> tell(image.tag(), images.build(image, anew, progress)));
        console.done("Setup complete!");
        return 0;
    }

    private void tell(String name, boolean built) {
        console.ok(name + (built ? "" : ": Up to date"));
    }
}
