package io.isol8.app;

import io.isol8.docker.DockerConnection;
import io.isol8.domain.CleanupResult;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.ManagedContainer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code isol8 cleanup} (spec 25, 26.18). */
final class CleanupCommand {

    private static final int SHORT_ID = 12;
    private static final Set<String> YES = Set.of("y", "Y", "yes", "YES", "Yes");

    private final Console console;
    private final Map<String, String> environment;

    CleanupCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    /** The exit code: 1 if something could not be removed. */
    int run(CleanupArguments arguments) {
        try (DockerConnection docker = DockerConnection.to(environment)) {
            docker.containers().ping();
            return run(docker.containers(), docker.images(), arguments.wantsImages(), arguments.isForced());
        }
    }

    /** @param forced whether nobody is asked */
    int run(ContainerRuntime containers, ImageCatalog images, boolean imagesToo, boolean forced) {
        List<ManagedContainer> found = containers.list();
        List<String> foundImages = imagesToo ? images.names() : List.of();
        if (found.isEmpty() && foundImages.isEmpty()) {
            console.found("No isol8 containers " + (imagesToo ? "or images " : "") + "found");
            return 0;
        }
        show(found, foundImages);
        if (!forced && !confirmed(imagesToo)) {
            console.found("Cleanup cancelled");
            return 0;
        }
        boolean containersGone = tell(containers.removeAll(), "container(s)");
        boolean imagesGone = !imagesToo || tell(images.removeAll(), "image(s)");
        return containersGone && imagesGone ? 0 : Main.FAILURE;
    }

    private void show(List<ManagedContainer> containers, List<String> images) {
        StringBuilder text = new StringBuilder();
        if (!containers.isEmpty()) {
            text.append("Containers:\n");
            containers.forEach(container -> text.append("  ")
                    .append(container.id(), 0, SHORT_ID)
                    .append("  ")
                    .append(Console.printable(container.runtime() + "  " + container.state()))
                    .append('\n'));
        }
        if (!images.isEmpty()) {
            text.append("Images:\n");
            images.forEach(image -> text.append("  ").append(image).append('\n'));
        }
        console.out(text.toString());
    }

    private boolean confirmed(boolean imagesToo) {
        console.err("Remove all these containers" + (imagesToo ? " and images" : "") + "? [y/N] ");
        try {
            return YES.contains(TypedLine.read(console.in()));
        } catch (IOException e) {
            throw new Isol8Exception(ErrorCode.CANCELLED, "Cleanup cancelled", e);
        }
    }

    /** Whether nothing is left. */
    private boolean tell(CleanupResult result, String what) {
        console.ok("Removed " + result.removed() + " " + what);
        result.errors().forEach(error -> console.error(Console.printable(error)));
        return result.failed() == 0;
    }
}
