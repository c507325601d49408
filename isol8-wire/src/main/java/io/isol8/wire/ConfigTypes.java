package io.isol8.wire;

import io.isol8.domain.Ascii;
import io.isol8.domain.ByteSize;
import io.isol8.domain.Cidr;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.config.Bounds;
import io.isol8.domain.config.HostPatterns;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What simple values of a config file may be. */
final class ConfigTypes {

    static final ConfigType<Boolean> BOOL = new Bool();

    static final ConfigType<ByteSize> SIZE = new ConfigSize(new ByteSize(1));

    static final ConfigType<ByteSize> MEMORY = new ConfigSize(Isol8Options.LEAST_MEMORY);

    static final ConfigType<Double> CORES = new Decimal(Isol8Options.LEAST_CPU, Isol8Options.MOST_CPU);

    static final ConfigType<NetworkMode> NETWORK = choice(NetworkMode.class);

    static final ConfigType<String> TEXT = text("a string that is not empty", Pattern.compile("[^\\x00]+"));

    static final ConfigType<Path> PATH = new Mapped<>(TEXT, Path::of, Path::toString);

    static final ConfigType<String> REGEX = new Text(
            "a regular expression of at most 1000 characters",
            HostPatterns::isPattern,
            schema -> schema.field("format", "regex").field("maxLength", 1000));

    static final ConfigType<Cidr> ADDRESSES = new Mapped<>(
            new Text(
                    "a range of addresses such as \"10.0.0.0/8\" or \"fd00::/8\"",
                    Cidr::isRange,
                    schema -> schema.field("pattern", anchored(Cidr.SYNTAX))),
            Cidr::new,
            Cidr::text);

    private ConfigTypes() {}

    /** A string of a certain form. */
    static ConfigType<String> text(String words, Pattern form) {
        return new Text(words, form.asMatchPredicate(), schema -> schema.field("pattern", anchored(form)));
    }

    static ConfigType<Long> whole(Bounds bounds) {
        return new Whole(bounds);
    }

    static ConfigType<Integer> integer(Bounds bounds) {
        return new Mapped<>(whole(bounds), Math::toIntExact, Integer::longValue);
    }

    static ConfigType<Duration> milliseconds(Bounds bounds) {
        return new Mapped<>(whole(bounds), Duration::ofMillis, Duration::toMillis);
    }

    static ConfigType<Duration> seconds(Bounds bounds) {
        return new Mapped<>(whole(bounds), Duration::ofSeconds, Duration::toSeconds);
    }

    /** One of an enum's constants, in lower case. */
    static <E extends Enum<E>> ConfigType<E> choice(Class<E> choices) {
        Map<String, E> byName = new LinkedHashMap<>();
        for (E choice : choices.getEnumConstants()) {
            byName.put(Ascii.lowerCase(choice.name()), choice);
        }
        return new Choice<>(byName);
    }

    /** A word that should be one of these; another one is a mistake, but whoever uses it says so. */
    static ConfigType<String> suggested(List<String> names) {
        return new Text(oneOf(names), word -> !word.isEmpty(), schema -> schema.strings("enum", names));
    }

    private static String oneOf(List<String> names) {
        int last = names.size() - 1;
        return "\"" + String.join("\", \"", names.subList(0, last)) + "\" or \"" + names.get(last) + "\"";
    }

    static <T> ConfigType<List<T>> list(ConfigType<T> element) {
        return new ConfigList<>(element, 0);
    }

    /** A list that is not empty. */
    static <T> ConfigType<List<T>> some(ConfigType<T> element) {
        return new ConfigList<>(element, 1);
    }

    /** A pattern as schemas have them, which search. */
    static String anchored(Pattern form) {
        return "^(?:" + form.pattern() + ")$";
    }

    private record Bool() implements ConfigType<Boolean> {

        @Override
        public Boolean read(JsonInput in) throws IOException {
            return in.bool();
        }

        @Override
        public void write(JsonOutput out, Boolean value) throws IOException {
            out.value(value);
        }

        @Override
        public void describe(JsonOutput schema) throws IOException {
            schema.field("type", "boolean");
        }

        @Override
        public String words() {
            return "true or false";
        }
    }

    private record Text(String words, Predicate<String> form, JsonOutput.Content rule) implements ConfigType<String> {

        @Override
        public String read(JsonInput in) throws IOException {
            String text = in.string(words);
            if (!form.test(text)) {
                throw in.wrong(words);
            }
            return text;
        }

        @Override
        public void write(JsonOutput out, String value) throws IOException {
            out.value(value);
        }

        @Override
        public void describe(JsonOutput schema) throws IOException {
            schema.field("type", "string");
            rule.writeTo(schema);
        }
    }

    private record Whole(Bounds bounds) implements ConfigType<Long> {

        @Override
        public Long read(JsonInput in) throws IOException {
            return in.whole(bounds.least(), bounds.most(), words());
        }

        @Override
        public void write(JsonOutput out, Long value) throws IOException {
            out.value(value);
        }

        @Override
        public void describe(JsonOutput schema) throws IOException {
            schema.field("type", "integer").field("minimum", bounds.least()).field("maximum", bounds.most());
        }

        @Override
        public String words() {
            return "a whole number between " + bounds.least() + " and " + bounds.most();
        }
    }

    private record Decimal(double least, double most) implements ConfigType<Double> {

        @Override
        public Double read(JsonInput in) throws IOException {
            double value = in.number(words());
            if (!(value >= least && value <= most)) {
                throw in.wrong(words());
            }
            return value;
        }

        @Override
        public void write(JsonOutput out, Double value) throws IOException {
            out.value(value);
        }

        @Override
        public void describe(JsonOutput schema) throws IOException {
            schema.field("type", "number")
                    .value("minimum", out -> out.value(least))
                    .value("maximum", out -> out.value(most));
        }

        @Override
        public String words() {
            return "a number between " + plain(least) + " and " + plain(most);
        }
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private record Choice<E extends Enum<E>>(Map<String, E> byName) implements ConfigType<E> {

        @Override
        public E read(JsonInput in) throws IOException {
            E choice = byName.get(in.string(words()));
            if (choice == null) {
                throw in.wrong(words());
            }
            return choice;
        }

        @Override
        public void write(JsonOutput out, E value) throws IOException {
            out.value(Ascii.lowerCase(value.name()));
        }

        @Override
        public void describe(JsonOutput schema) throws IOException {
            schema.field("type", "string").strings("enum", new ArrayList<>(byName.keySet()));
        }

        @Override
        public String words() {
            return oneOf(List.copyOf(byName.keySet()));
        }
    }

    /** A value that is written as one of another type, which it follows from. */
    record Mapped<S, T>(ConfigType<S> written, Function<S, T> meant, Function<T, S> spelled) implements ConfigType<T> {

        @Override
        public T read(JsonInput in) throws IOException {
            return meant.apply(written.read(in));
        }

        @Override
        public void write(JsonOutput out, T value) throws IOException {
            written.write(out, spelled.apply(value));
        }

        @Override
        public void describe(JsonOutput schema) throws IOException {
            written.describe(schema);
        }

        @Override
        public String words() {
            return written.words();
        }
    }
}
