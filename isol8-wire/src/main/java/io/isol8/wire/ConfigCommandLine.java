package io.isol8.wire;

import io.isol8.domain.LanguageRuntime;
import java.io.IOException;
import java.util.List;

/** An argument vector with a place for the program. */
record ConfigCommandLine(ConfigType<List<String>> arguments) implements ConfigType<List<String>> {

    @Override
    public List<String> read(JsonInput in) throws IOException {
        List<String> command = arguments.read(in);
        if (!command.contains(LanguageRuntime.FILE)) {
            throw in.wrong(words());
        }
        return command;
    }

    @Override
    public void write(JsonOutput out, List<String> value) throws IOException {
        arguments.write(out, value);
    }

    @Override
    public void describe(JsonOutput schema) throws IOException {
        arguments.describe(schema);
        schema.object("contains", file -> file.field("const", LanguageRuntime.FILE));
    }

    @Override
    public String words() {
        return "an array of strings, one of them \"" + LanguageRuntime.FILE + "\"";
    }
}
