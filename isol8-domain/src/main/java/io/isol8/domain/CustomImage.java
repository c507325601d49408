package io.isol8.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An image to be made: that of a runtime with packages in it, and a script that runs before each of its programs
 * (spec 24.6). Immutable; whoever holds one holds one that can be tried.
 *
 * @param tag what it is to be called, {@code name:tag}
 * @param runtime the name of a built-in runtime
 * @param packages sorted, without repetitions
 * @param setupScript bash commands, not blank
 */
public record CustomImage(String tag, String runtime, List<String> packages, Optional<String> setupScript) {

    /** The most bytes of a setup script: it is kept in a label. */
    public static final int MAX_SCRIPT_BYTES = 64 << 10;

    private static final String WORD = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?";
    private static final Pattern NAME = Pattern.compile(
            "(?:" + HOST + "/)?" + WORD + "(?:/" + WORD + ")*(?<tag>:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?");
    private static final int LONGEST_NAME = 255;
    private static final Pattern OWN_REGISTRY = Pattern.compile("^(?:index\\.)?docker\\.io/");
    private static final Pattern OFFICIAL = Pattern.compile("^library/([^/]+)$");
    private static final Pattern OURS = Pattern.compile("isol8:derived-.*|isol8-base:.*");

    /**
     * @param tag without a tag it is {@code latest}
     * @param packages in any order
     * @throws Isol8Exception with {@code INVALID_REQUEST} naming what is not acceptable
     */
    public CustomImage {
        if (!RuntimeRegistry.builtIn().contains(runtime)) {
            throw Isol8Exception.invalid(
                    "Invalid runtime: " + Ascii.printable(runtime) + ". Expected one of: " + runtimes());
        }
        tag = complete(tag);
        packages = Packages.checked(runtime, packages);
        setupScript = setupScript.filter(script -> !script.isBlank());
        setupScript.ifPresent(CustomImage::checkScript);
    }

    private static String runtimes() {
        return RuntimeRegistry.builtIn().list().stream()
                .map(LanguageRuntime::name)
                .collect(Collectors.joining(", "));
    }

    private static String complete(String tag) {
        Matcher name = NAME.matcher(tag);
        if (tag.length() > LONGEST_NAME || !name.matches()) {
            throw Isol8Exception.invalid(
                    "Invalid image tag: \"" + Ascii.printable(tag) + "\". Use a name such as \"my-image:latest\".");
        }
        String complete = familiar(name.group("tag") == null ? tag + ":latest" : tag);
        boolean ofARuntime = RuntimeRegistry.builtIn().list().stream()
                .anyMatch(runtime -> runtime.image().equals(complete));
        if (ofARuntime || OURS.matcher(complete).matches()) {
            throw Isol8Exception.invalid(
                    "Invalid image tag: \"" + complete + "\" is the name of an image that isol8 itself makes.");
        }
        return complete;
    }

    /** As Docker itself calls it: its own registry, and the official images there, go without saying. */
    private static String familiar(String tag) {
        String name = OWN_REGISTRY.matcher(tag).replaceFirst("");
        return OFFICIAL.matcher(name).replaceFirst("$1");
    }

    private static void checkScript(String script) {
        int bytes = script.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_SCRIPT_BYTES) {
            throw Isol8Exception.invalid(
                    "A setup script must have at most " + MAX_SCRIPT_BYTES + " bytes, not " + bytes + ".");
        }
        if (script.indexOf('\0') >= 0) {
            throw Isol8Exception.invalid("A setup script must not contain a NUL character.");
        }
    }

    /** Equal for images that are made of the same things: SHA-256, in lower-case hex (spec 24.4). */
    public String dependenciesHash() {
        StringBuilder all = new StringBuilder(runtime);
        packages.forEach(all::append);
        setupScript.ifPresent(script -> all.append("setup:").append(script));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(all.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
