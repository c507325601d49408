package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.RandomIds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Names for a test's images, which are removed after it; what is known of them comes from Docker's own client. */
final class LocalImages implements AfterEachCallback {

    private final String repository = "isol8-it/" + RandomIds.next();
    private final List<String> tags = new ArrayList<>();

    /** A tag that nobody else uses. */
    String tag(String name) {
        String tag = repository + ":" + name;
        tags.add(tag);
        return tag;
    }

    /** What {@code docker inspect} says; empty if there is no such image. */
    String inspect(String tag, String format) {
        return Commands.docker("image", "inspect", "--format", format, tag);
    }

    String label(String tag, String name) {
        return inspect(tag, "{{index .Config.Labels \"" + name + "\"}}");
    }

    String id(String tag) {
        return inspect(tag, "{{.Id}}");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (String tag : tags) {
            Commands.docker("rmi", "--force", tag);
            assertThat(id(tag)).isEmpty();
        }
    }
}
