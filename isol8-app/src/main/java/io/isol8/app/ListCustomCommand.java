package io.isol8.app;

import io.isol8.docker.DockerConnection;
import io.isol8.ports.LocalImage;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** {@code isol8 list-custom} (spec 26.16). */
final class ListCustomCommand {

    private final Console console;
    private final Map<String, String> environment;

    ListCustomCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("list-custom");
        spec.usageMessage()
                .description("List the images that were made upon those of a runtime.")
                .synopsisHeading("Usage: ")
                .abbreviateSynopsis(true)
                .optionListHeading("%nOptions:%n")
                .footer("", "Example:", "  isol8 list-custom");
        return spec;
    }

    /** The exit code. */
    int run() {
        try (DockerConnection docker = DockerConnection.to(environment)) {
            docker.containers().ping();
            show(docker.images().custom());
            return 0;
        }
    }

    void show(List<LocalImage> images) {
        if (images.isEmpty()) {
            console.found("No custom isol8 images found.");
            return;
        }
        StringBuilder text = new StringBuilder();
        images.forEach(image -> {
            text.append(image.tag()).append('\n');
            text.append(Console.detail("Runtime", image.runtime()));
            text.append(Console.detail("Packages", image.dependencies().isEmpty() ? "(none)" : image.dependencies()));
            image.setupScript().ifPresent(script -> text.append(Console.detail("Setup", ScriptPreview.of(script))));
        });
        console.out(text.toString());
    }
}
