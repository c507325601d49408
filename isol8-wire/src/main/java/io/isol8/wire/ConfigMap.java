package io.isol8.wire;

import io.isol8.domain.config.ConfiguredRuntime;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Objects by names that are the operator's to choose, in order. */
record ConfigMap<T>(ConfigObject<T> element) implements ConfigType<Map<String, T>> {

    private static final Pattern NAME = ConfiguredRuntime.NAME;

    @Override
    public Map<String, T> read(JsonInput in) throws IOException {
        Map<String, T> values = new LinkedHashMap<>();
        in.object(name -> {
            if (!NAME.matcher(name).matches()) {
                throw in.wrong("named with a lower-case letter and at most 31 more, digits, _ and - among them");
            }
            values.put(name, element.read(in));
            return true;
        });
        return values;
    }

    @Override
    public void write(JsonOutput out, Map<String, T> value) throws IOException {
        out.object(fields -> {
            for (Map.Entry<String, T> entry : value.entrySet()) {
                fields.value(entry.getKey(), target -> element.write(target, entry.getValue()));
            }
        });
    }

    @Override
    public void describe(JsonOutput schema) throws IOException {
        schema.field("type", "object")
                .object("patternProperties", names -> names.object(ConfigTypes.anchored(NAME), element::describe))
                .field("additionalProperties", false);
    }

    @Override
    public String words() {
        return "an object of objects, each under its name";
    }
}
