package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/cli.md names every command and every flag, and no flag that there is not. */
final class CliPageTest {

    private static final Path PAGE = Path.of(System.getProperty("isol8.root", ".."), "docs/cli.md");
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

    private static List<CommandLine> commands(CommandLine top) {
        List<CommandLine> all = new ArrayList<>(List.of(top));
        top.getSubcommands().values().forEach(command -> all.addAll(commands(command)));
        return all;
    }

    @Test
    void names_them_all() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> named = FLAG.matcher(page).results().map(MatchResult::group).collect(Collectors.toSet());
        Set<String> flags = new TreeSet<>();
        for (CommandLine command : commands(Main.commands())) {
            command.getCommandSpec().options().stream()
                    .map(OptionSpec::longestName)
                    .forEach(flags::add);
            assertThat(page).contains("`" + command.getCommandSpec().qualifiedName(" "));
        }

        assertThat(named).containsExactlyInAnyOrderElementsOf(flags);
    }
}
