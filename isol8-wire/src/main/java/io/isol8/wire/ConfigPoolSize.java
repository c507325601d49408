package io.isol8.wire;

import io.isol8.domain.config.Bounds;
import io.isol8.domain.pool.PoolSize;
import java.io.IOException;

/** How many sandboxes are kept: a number for both kinds, or an object (spec 18.4). */
record ConfigPoolSize() implements ConfigType<PoolSize> {

    private static final Bounds KEPT = new Bounds(0, PoolSize.MOST);
    private static final ConfigType<Integer> NUMBER = ConfigTypes.integer(KEPT);
    private static final ConfigObject<PoolSize> OBJECT = object();

    private static ConfigObject<PoolSize> object() {
        ConfigObject.Builder<PoolSize> keys = new ConfigObject.Builder<>(PoolSize.of(1));
        ConfigKey<PoolSize, Integer> clean = keys.key("clean", NUMBER, PoolSize::clean, "Ready to be used.");
        ConfigKey<PoolSize, Integer> dirty = keys.key("dirty", NUMBER, PoolSize::dirty, "Used and kept beyond those.");
        return keys.rules(schema -> schema.array("required", names -> {
                    names.value("clean");
                    names.value("dirty");
                }))
                .build(values -> new PoolSize(values.of(clean), values.of(dirty)));
    }

    @Override
    public PoolSize read(JsonInput in) throws IOException {
        return in.isObject() ? OBJECT.read(in) : PoolSize.of((int) in.whole(KEPT.least(), KEPT.most(), words()));
    }

    @Override
    public void write(JsonOutput out, PoolSize value) throws IOException {
        OBJECT.write(out, value);
    }

    @Override
    public void describe(JsonOutput schema) throws IOException {
        schema.array("anyOf", kinds -> {
            kinds.object(NUMBER::describe);
            kinds.object(OBJECT::describe);
        });
    }

    @Override
    public String words() {
        return NUMBER.words() + ", or an object with clean and dirty";
    }
}
