package io.isol8.app;

import io.isol8.docker.DockerConnection;
import io.isol8.domain.CustomImage;
import io.isol8.domain.Packages;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.SystemClock;
import java.util.Map;

/** {@code isol8 build} (spec 26.15). */
final class BuildCommand {

    private final Console console;
    private final Map<String, String> environment;

    BuildCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    /** The exit code. */
    int run(BuildArguments arguments) {
        CustomImage image = arguments.image();
        try (DockerConnection docker = DockerConnection.to(environment)) {
            new EngineStarter(environment, console).start(docker.containers()::ping);
            return run(docker.images(), image, arguments.isForced());
        }
    }

    /** @param anew whether it is built if it is up to date */
    int run(ImageCatalog images, CustomImage image, boolean anew) {
        boolean built = images.build(image, anew, new ProgressLines(console, SystemClock.INSTANCE));
        if (!built) {
            console.ok(image.tag() + ": Up to date");
        }
        console.done("Custom image build complete!");
        console.out(Console.detail("Runtime", image.runtime())
                + Console.detail("Packages", image.packages().isEmpty() ? "(none)" : Packages.join(image.packages()))
                + Console.detail(
                        "Setup", image.setupScript().map(ScriptPreview::of).orElse("(none)"))
                + Console.detail("Image", image.tag()));
        return 0;
    }
}
