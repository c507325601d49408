package io.isol8.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever uses the client gets what its README lists, and nothing else. */
class DependenciesTest {

    private static final Pattern RESOLVED =
            Pattern.compile("^ +([\\w.-]+:[\\w.-]+):jar:([\\w.-]+):(?:compile|runtime)");

    @Test
    void theReadmeListsThemAll() throws IOException {
        assertThat(listed()).isEqualTo(resolved());
    }

    private static Set<String> resolved() throws IOException {
        Set<String> artifacts = new TreeSet<>();
        try (InputStream list = DependenciesTest.class.getResourceAsStream("/runtime-dependencies.txt")) {
            assertThat(list).isNotNull();
            new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                Matcher matcher = RESOLVED.matcher(line);
                if (matcher.find()) {
                    String name = matcher.group(1);
                    artifacts.add(name.startsWith("io.isol8:") ? name : name + ":" + matcher.group(2));
                }
            });
        }
        return artifacts;
    }

    /** The indented block after the heading. */
    private static Set<String> listed() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("isol8.root"), "isol8-client", "README.md"));
        String section = readme.substring(readme.indexOf("## What comes along"));
        Set<String> artifacts = new TreeSet<>();
        section.lines().filter(line -> line.startsWith("    ")).forEach(line -> artifacts.add(line.strip()));
        return artifacts;
    }
}
