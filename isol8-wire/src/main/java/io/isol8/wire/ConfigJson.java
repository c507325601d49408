package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.config.AuditDestination;
import io.isol8.domain.config.Isol8Config;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A config file (spec 8). */
public final class ConfigJson {

    private static final String DEFINITION = "Isol8UserConfig";

    private ConfigJson() {}

    /**
     * The built-in values with a file's values in place of them (spec 8.2).
     *
     * @param document the file's text
     * @param warnings is told, a line each, of keys that nobody knows and of values that lead nowhere
     * @throws Isol8Exception with {@code INVALID_REQUEST} naming the key and what is allowed, or the line and column of
     *     what is not JSON
     */
    public static Isol8Config read(String document, Consumer<String> warnings) {
        List<String> unknown = new ArrayList<>();
        try {
            Isol8Config config = JsonInput.parse(document, Origin.FILE, unknown::add, ConfigKeys.ALL::read);
            unknown.forEach(key -> warnings.accept("unknown key, ignored: " + key));
            if (!AuditDestination.KNOWN.contains(config.audit().destination())) {
                warnings.accept(
                        "audit.destination must be " + ServerKeys.DESTINATION.words() + ": audit records go nowhere.");
            }
            return config;
        } catch (MalformedJsonException e) {
            throw Origin.FILE.complaint(String.valueOf(e.getMessage()));
        }
    }

    /** The resolved configuration for people and programs, in the order of spec 8.7; what is unset is left out. */
    public static String write(Isol8Config config) {
        return JsonOutput.indented(out -> ConfigKeys.ALL.writeFields(out, config));
    }

    /** The JSON schema of a config file, draft 7 (spec 8.6). */
    public static String schema() {
        return JsonOutput.indented(schema -> schema.field("$schema", "http://json-schema.org/draft-07/schema#")
                .field("$ref", "#/definitions/" + DEFINITION)
                .object("definitions", definitions -> definitions.object(DEFINITION, ConfigKeys.ALL::describe)));
    }
}
