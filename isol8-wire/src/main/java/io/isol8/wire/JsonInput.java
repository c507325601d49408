package io.isol8.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.isol8.domain.Ascii;
import io.isol8.domain.Isol8Exception;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A JSON document, read once from front to end without a tree. Stands at a value; each method reads it and complains,
 * by the field's path, if it is not what it is to be. Not thread-safe.
 */
final class JsonInput {

    /** Reads what the input stands at. */
    @FunctionalInterface
    interface Reading<T> {
        T read(JsonInput in) throws IOException;
    }

    /** Reads the value of one field. */
    @FunctionalInterface
    interface Field {
        /** @return false, without having read anything, if there is no such field */
        boolean read(String name) throws IOException;
    }

    /** The most fields of an object and values of an array: what an entry takes in memory is more than its text. */
    private static final int MOST_ENTRIES = 100_000;

    private static final int MOST_IGNORED = 100;
    private static final long LARGEST_EXACT = 1L << 53;
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    private final JsonParser parser;
    private final Origin origin;
    private final Consumer<String> ignored;
    private int ignoredFields;

    private JsonInput(JsonParser parser, Origin origin, Consumer<String> ignored) {
        this.parser = parser;
        this.origin = origin;
        this.ignored = ignored;
    }

    /**
     * Reads a whole document and leaves the stream open.
     *
     * @param ignored is told the paths of fields that nobody knows, a bounded number of them
     * @throws Isol8Exception if it is not what it is to be, or no JSON
     * @throws IOException only if reading fails
     */
    static <T> T read(InputStream document, Origin origin, Consumer<String> ignored, Reading<T> reading)
            throws IOException {
        try {
            return parse(document, origin, ignored, reading);
        } catch (MalformedJsonException e) {
            throw origin.complaint(e.sentence());
        }
    }

    /** As {@link #read}, telling nobody of unknown fields. */
    static <T> T read(InputStream document, Origin origin, Reading<T> reading) throws IOException {
        return read(document, origin, path -> {}, reading);
    }

    /** As {@link #read}, with {@code otherwise} for what is no JSON at all. */
    static <T> T readLenient(InputStream document, Origin origin, T otherwise, Reading<T> reading) throws IOException {
        try {
            return parse(document, origin, path -> {}, reading);
        } catch (MalformedJsonException e) {
            return otherwise;
        }
    }

    /** As {@link #read}, but that what is no JSON is left to the caller. */
    static <T> T parse(InputStream document, Origin origin, Consumer<String> ignored, Reading<T> reading)
            throws IOException, MalformedJsonException {
        return parse(Json.FACTORY.createParser(document), origin, ignored, reading);
    }

    /** As the other one. */
    static <T> T parse(String document, Origin origin, Consumer<String> ignored, Reading<T> reading)
            throws MalformedJsonException {
        try {
            return parse(Json.FACTORY.createParser(document), origin, ignored, reading);
        } catch (IOException e) {
            throw new IllegalStateException("a string that cannot be read", e);
        }
    }

    private static <T> T parse(JsonParser parser, Origin origin, Consumer<String> ignored, Reading<T> reading)
            throws IOException, MalformedJsonException {
        try (parser) {
            if (parser.nextToken() == null) {
                throw new MalformedJsonException(origin.document() + " is empty.");
            }
            T value = reading.read(new JsonInput(parser, origin, ignored));
            if (parser.nextToken() != null) {
                throw new MalformedJsonException(origin.document() + " has something after the JSON value.");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException(origin.document() + limit(parser));
        } catch (JacksonException | CharConversionException e) {
            throw new MalformedJsonException(origin.document() + " is not valid JSON" + where(e) + ".");
        }
    }

    private static String limit(JsonParser parser) {
        return parser.getParsingContext().getNestingDepth() >= Json.DEEPEST
                ? " is nested deeper than " + Json.DEEPEST + " levels."
                : " holds a name or a number that is too long.";
    }

    private static String where(IOException e) {
        if (e instanceof JacksonException problem && problem.getLocation() != null) {
            return " (line " + problem.getLocation().getLineNr() + ", column "
                    + problem.getLocation().getColumnNr() + ")";
        }
        return "";
    }

    /** Whether the value is an object. */
    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    /** Whether the value is text. */
    boolean isString() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    /** Whether the value is null; fields that are null are not even shown to whoever reads an object. */
    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** An object, field by field. */
    void object(Field field) throws IOException {
        if (!isObject()) {
            throw wrong("an object");
        }
        Set<String> names = new HashSet<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (!names.add(name)) {
                throw origin.complaint(path() + " must not be given twice.");
            }
            if (names.size() > MOST_ENTRIES) {
                throw tooMany();
            }
            if (parser.nextToken() != JsonToken.VALUE_NULL && !field.read(Unicode.wellFormed(name))) {
                ignore("");
            }
        }
    }

    /** Passes over the value, whatever it is, and tells that it is ignored. */
    void ignore(String reason) throws IOException {
        noteIgnored(path() + reason);
        skip();
    }

    /** Tells that a field makes no difference. */
    void noteIgnored(String path) {
        if (++ignoredFields <= MOST_IGNORED) {
            ignored.accept(path);
        }
    }

    /** Passes over the value, whatever it is. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    String string() throws IOException {
        return string("a string");
    }

    /** @param expected what to call the text in a complaint */
    String string(String expected) throws IOException {
        if (!isString()) {
            throw wrong(expected);
        }
        return Unicode.wellFormed(parser.getText());
    }

    boolean bool() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrong("true or false");
        };
    }

    /** A finite number. */
    double number() throws IOException {
        double value = number("a number");
        if (Double.isInfinite(value)) {
            throw refused("a number of reasonable size");
        }
        return value;
    }

    /**
     * A number, infinite if it is too large.
     *
     * @param expected what to call the number in a complaint
     */
    double number(String expected) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw wrong(expected);
        }
        return parser.getDoubleValue();
    }

    /** A whole number from {@code least} to {@code most}. */
    int whole(int least, int most) throws IOException {
        return (int) whole(least, most, "a whole number between " + least + " and " + most);
    }

    /** A number of milliseconds, at least one. */
    long milliseconds() throws IOException {
        return whole(1, LARGEST_EXACT, "a positive whole number of milliseconds");
    }

    /** @param expected what to call the number in a complaint */
    long whole(long least, long most, String expected) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw wrong(expected);
        }
        double value = parser.getDoubleValue();
        if (value != Math.rint(value) || value < least || value > most) {
            throw refused(expected);
        }
        return (long) value;
    }

    /** The bytes of a text in base64. */
    byte[] base64() throws IOException {
        if (isString()) {
            try {
                return parser.getBinaryValue(Json.BASE64);
            } catch (JsonEOFException | StreamConstraintsException e) {
                throw e;
            } catch (JacksonException e) {
                throw wrong("base64");
            }
        }
        throw wrong("base64");
    }

    List<String> strings() throws IOException {
        List<String> values = new ArrayList<>();
        array("an array of strings", () -> {
            if (values.size() == MOST_ENTRIES) {
                throw tooMany();
            }
            values.add(string());
        });
        return values;
    }

    /** What reads one value of an array. */
    @FunctionalInterface
    interface Item {
        void read() throws IOException;
    }

    /** An array, value by value; how many is not bounded. */
    void array(String expected, Item item) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(expected);
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item.read();
        }
    }

    /** An object whose values are text, in order. */
    Map<String, String> stringMap() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        object(name -> {
            values.put(name, string());
            return true;
        });
        return values;
    }

    /** A number, true, false or null as JavaScript prints it; anything else as it prints an object. */
    String printed() throws IOException {
        return parser.currentToken().isScalarValue() ? Unicode.wellFormed(parser.getText()) : "[object Object]";
    }

    /** What to throw if the value is not {@code expected}, which is about its type or shape. */
    Isol8Exception wrong(String expected) {
        return origin.complaint(sentence(expected));
    }

    /** What to throw if the value is of the right type and yet not {@code expected}. */
    Isol8Exception refused(String expected) {
        return origin.refusal(sentence(expected));
    }

    private String sentence(String expected) {
        String path = path();
        return (path.isEmpty() ? origin.document() : path) + " must be " + expected + ".";
    }

    /** What to throw if the field {@code name} of the object that was just read is missing. */
    Isol8Exception missing(String name, String expected) {
        String path = path();
        return origin.complaint((path.isEmpty() ? name : path + "." + name) + " must be " + expected + ".");
    }

    private Isol8Exception tooMany() {
        String path = pathOf(parser.getParsingContext().getParent());
        return origin.complaint(
                (path.isEmpty() ? origin.document() : path) + " must have at most " + MOST_ENTRIES + " entries.");
    }

    /** Where the value stands, e.g. {@code request.files["a b.txt"].data[3]}; empty for the document. */
    String path() {
        return pathOf(parser.getParsingContext());
    }

    private static String pathOf(JsonStreamContext context) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = context; at != null; at = at.getParent()) {
            if (at.inArray() && at.hasCurrentIndex()) {
                path.insert(0, "[" + at.getCurrentIndex() + "]");
            } else if (at.inObject() && at.hasCurrentName()) {
                path.insert(0, step(at.getCurrentName()));
            }
        }
        return path.length() > 0 && path.charAt(0) == '.' ? path.substring(1) : path.toString();
    }

    private static String step(String name) {
        return PLAIN_NAME.matcher(name).matches() ? "." + name : "[\"" + Ascii.printable(name) + "\"]";
    }
}
