package io.isol8.app;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Source;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The flags of {@code isol8 run} that say where to fetch the program (spec 22.6, 26.3). */
final class UrlFlags {

    private static final String URL = "--url";
    private static final String GITHUB = "--github";
    private static final String GIST = "--gist";
    private static final String HASH = "--hash";
    private static final String ALLOW_INSECURE = "--allow-insecure-code-url";

    private static final String GITHUB_FILES = "https://raw.githubusercontent.com/";
    private static final String GIST_FILES = "https://gist.githubusercontent.com/";

    /** Owner, repository, ref and the path of a file; possessive, for a loop that can go back takes stack for each turn. */
    private static final Pattern GITHUB_PARTS = Pattern.compile("[^/]+/[^/]+/[^/]+(?:/[^/]+)++");

    private static final Pattern GIST_PARTS = Pattern.compile("([^/]+)/([^/]+)");

    private UrlFlags() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(Specs.text("URL", "Fetch the program from here; its ending picks the runtime.", URL))
                .addOption(Specs.text("OWNER/REPO/REF/PATH", "Fetch it from a repository on GitHub.", GITHUB))
                .addOption(Specs.text("ID/FILE", "Fetch it from a gist.", GIST))
                .addOption(Specs.text("SHA256", "What is fetched has to have this hash.", HASH))
                .addOption(Specs.flag("Fetch it by http, if the policy has that, too.", ALLOW_INSECURE));
    }

    /**
     * Where the program is to be fetched, if it is.
     *
     * @throws Isol8Exception if that is said twice, or not as it should be
     */
    static Optional<Source.Url> source(ParseResult parsed) {
        String url = value(parsed, URL);
        String github = value(parsed, GITHUB);
        String gist = value(parsed, GIST);
        long given =
                Stream.of(URL, GITHUB, GIST).filter(parsed::hasMatchedOption).count();
        if (given > 1) {
            throw Isol8Exception.invalid("--url, --github and --gist cannot be combined: give one program, not two.");
        }
        if (given == 0) {
            Stream.of(HASH, ALLOW_INSECURE)
                    .filter(parsed::hasMatchedOption)
                    .findFirst()
                    .ifPresent(flag -> {
                        throw Isol8Exception.invalid(flag + " is for --url, --github and --gist.");
                    });
            return Optional.empty();
        }
        String place = github != null ? ofGithub(github) : gist != null ? ofGist(gist) : Objects.requireNonNull(url);
        if (place.isBlank()) {
            throw Isol8Exception.invalid("There is no URL in --url: it is empty.");
        }
        return Optional.of(new Source.Url(
                place, Optional.ofNullable(value(parsed, HASH)), parsed.hasMatchedOption(ALLOW_INSECURE)));
    }

    private static String ofGithub(String parts) {
        if (!GITHUB_PARTS.matcher(parts).matches()) {
            throw Isol8Exception.invalid("--github format must be owner/repo/ref/path/to/file");
        }
        return GITHUB_FILES + parts;
    }

    private static String ofGist(String parts) {
        Matcher matcher = GIST_PARTS.matcher(parts);
        if (!matcher.matches()) {
            throw Isol8Exception.invalid("--gist format must be gistId/file.ext");
        }
        return GIST_FILES + matcher.group(1) + "/raw/" + matcher.group(2);
    }

    private static @Nullable String value(ParseResult parsed, String name) {
        return parsed.matchedOptionValue(name, (@Nullable String) null);
    }
}
