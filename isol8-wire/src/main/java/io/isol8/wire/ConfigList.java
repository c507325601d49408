package io.isol8.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Values of one type, which replace the default list as a whole (spec 8.2).
 *
 * @param least how many there must be
 */
record ConfigList<T>(ConfigType<T> element, int least) implements ConfigType<List<T>> {

    @Override
    public List<T> read(JsonInput in) throws IOException {
        List<T> values = new ArrayList<>();
        in.array(words(), () -> values.add(element.read(in)));
        if (values.size() < least) {
            throw in.wrong(words());
        }
        return values;
    }

    @Override
    public void write(JsonOutput out, List<T> value) throws IOException {
        out.array(values -> {
            for (T item : value) {
                element.write(values, item);
            }
        });
    }

    @Override
    public void describe(JsonOutput schema) throws IOException {
        schema.field("type", "array").object("items", element::describe);
        if (least > 0) {
            schema.field("minItems", least);
        }
    }

    @Override
    public String words() {
        return (least > 0 ? "an array that is not empty, each value " : "an array, each value ") + element.words();
    }
}
