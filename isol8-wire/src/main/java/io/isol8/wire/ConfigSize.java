package io.isol8.wire;

import io.isol8.domain.ByteSize;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;

/**
 * A number of bytes as people write it (spec 13.4).
 *
 * @param least the smallest; the schema cannot tell
 */
record ConfigSize(ByteSize least) implements ConfigType<ByteSize> {

    @Override
    public ByteSize read(JsonInput in) throws IOException {
        try {
            ByteSize size = ByteSize.of("size", in.string(words()));
            if (size.bytes() >= least.bytes()) {
                return size;
            }
        } catch (Isol8Exception e) {
            throw in.wrong(words());
        }
        throw in.wrong(words());
    }

    @Override
    public void write(JsonOutput out, ByteSize value) throws IOException {
        out.value(value.toString());
    }

    @Override
    public void describe(JsonOutput schema) throws IOException {
        schema.field("type", "string").field("pattern", ConfigTypes.anchored(ByteSize.GRAMMAR));
    }

    @Override
    public String words() {
        return "a size such as \"512m\" or \"1g\"" + (least.bytes() > 1 ? ", at least " + least : "");
    }
}
