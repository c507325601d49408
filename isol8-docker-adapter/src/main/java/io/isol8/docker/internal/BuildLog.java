package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.isol8.ports.Progress;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream of JSON objects in which Docker tells how a build, pull or import goes. */
final class BuildLog {

    private static final Logger log = LoggerFactory.getLogger(BuildLog.class);
    private static final int SHOWN = 76;

    private final ObjectMapper json;
    private final String what;
    private final Progress progress;
    private final LastLines last;

    /** @param what is being done, for the error's text, e.g. {@code Building isol8:python} */
    BuildLog(ObjectMapper json, String what, Progress progress) {
        this.json = json;
        this.what = what;
        this.progress = progress;
        this.last = new LastLines(what);
    }

    /** Reads to the end; steps are reported, everything else is logged. */
    void follow(InputStream stream) throws IOException {
        try (MappingIterator<JsonNode> events = json.readerFor(JsonNode.class).readValues(stream)) {
            while (events.hasNextValue()) {
                JsonNode event = events.nextValue();
                if (event.hasNonNull("error")) {
                    throw last.failed(event.path("error").asText());
                }
                event.path("stream").asText("").lines().forEach(this::line);
            }
        }
    }

    private void line(String line) {
        String text = line.strip();
        if (text.isEmpty()) {
            return;
        }
        log.debug("{}: {}", what, text);
        if (text.startsWith("Step ")) {
            progress.line("  " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text));
        }
        last.add(text);
    }
}
