package io.isol8.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An object of a config file, as the list of its keys. Immutable. */
final class ConfigObject<R> implements ConfigType<R> {

    private static final String WORDS = "an object";

    private final Map<String, ConfigKey<R, ?>> keys;
    private final Function<Values, R> make;
    private final JsonOutput.Content rules;

    private ConfigObject(Map<String, ConfigKey<R, ?>> keys, Function<Values, R> make, JsonOutput.Content rules) {
        this.keys = keys;
        this.make = make;
        this.rules = rules;
    }

    /** Collects the keys, in the order in which they are written and described. Not thread-safe. */
    static final class Builder<R> {

        private final @Nullable R fallback;
        private final Map<String, ConfigKey<R, ?>> keys = new LinkedHashMap<>();
        private JsonOutput.Content rules = schema -> {};

        /** @param fallback holds what keys are that are not given; null if all that are not optional have to be */
        Builder(@Nullable R fallback) {
            this.fallback = fallback;
        }

        /** A key that is what the fallback has there if it is not given. */
        <T> ConfigKey<R, T> key(String name, ConfigType<T> type, Function<R, T> of, String description) {
            Optional<T> otherwise = Optional.ofNullable(fallback).map(of);
            return add(new ConfigKey<>(name, type, of, otherwise, description));
        }

        /** A key that has no value if it is not given. */
        <T> ConfigKey<R, Optional<T>> optional(
                String name, ConfigType<T> type, Function<R, Optional<T>> of, String description) {
            return add(
                    new ConfigKey<>(name, new ConfigOptional<>(type), of, Optional.of(Optional.empty()), description));
        }

        private <T> ConfigKey<R, T> add(ConfigKey<R, T> key) {
            keys.put(key.name(), key);
            return key;
        }

        /** What a schema says besides, about keys that depend on each other. */
        Builder<R> rules(JsonOutput.Content added) {
            rules = added;
            return this;
        }

        ConfigObject<R> build(Function<Values, R> make) {
            return new ConfigObject<>(keys, make, rules);
        }
    }

    /** What was read of an object, or holds instead. */
    static final class Values {

        private final IdentityHashMap<ConfigKey<?, ?>, Object> given = new IdentityHashMap<>();

        private Values() {}

        <T> T of(ConfigKey<?, T> key) {
            @SuppressWarnings("unchecked")
            T value = (T) given.get(key);
            return value == null ? key.fallback().orElseThrow() : value;
        }
    }

    @Override
    public R read(JsonInput in) throws IOException {
        Values values = new Values();
        in.object(name -> {
            ConfigKey<R, ?> key = keys.get(name);
            if (key == null) {
                in.ignore(Similar.to(name, keys.keySet())
                        .map(known -> " (did you mean " + known + "?)")
                        .orElse(""));
            } else {
                values.given.put(key, key.type().read(in));
            }
            return true;
        });
        for (ConfigKey<R, ?> key : keys.values()) {
            if (key.required() && !values.given.containsKey(key)) {
                throw in.missing(key.name(), key.type().words());
            }
        }
        return make.apply(values);
    }

    @Override
    public void write(JsonOutput out, R value) throws IOException {
        out.object(fields -> writeFields(fields, value));
    }

    void writeFields(JsonOutput out, R value) throws IOException {
        for (ConfigKey<R, ?> key : keys.values()) {
            key.write(out, value);
        }
    }

    @Override
    public void describe(JsonOutput schema) throws IOException {
        schema.field("type", "object").object("properties", properties -> {
            for (ConfigKey<R, ?> key : keys.values()) {
                key.describe(properties);
            }
        });
        List<String> required = new ArrayList<>();
        keys.forEach((name, key) -> {
            if (key.required()) {
                required.add(name);
            }
        });
        if (!required.isEmpty()) {
            schema.strings("required", required);
        }
        schema.field("additionalProperties", false);
        rules.writeTo(schema);
    }

    @Override
    public String words() {
        return WORDS;
    }

    /** The keys, in order. */
    List<ConfigKey<R, ?>> keys() {
        return List.copyOf(keys.values());
    }
}
