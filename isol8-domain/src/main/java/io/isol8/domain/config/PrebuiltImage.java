package io.isol8.domain.config;

import io.isol8.domain.Ascii;
import io.isol8.domain.CustomImage;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An entry of {@code prebuiltImages}: an image to have ready (spec 24.9). Immutable.
 *
 * @param tag what it is called
 * @param runtime the name of the runtime that it is made for
 * @param installPackages what is installed in it
 * @param setupScript bash commands that run before each of its programs
 */
public record PrebuiltImage(String tag, String runtime, List<String> installPackages, Optional<String> setupScript) {

    /** A package's name, with its version if there is one, whatever the runtime (spec 12.5). */
    public static final Pattern PACKAGE =
            Pattern.compile("[@a-zA-Z0-9_./=\\[\\]<>~!,:][@a-zA-Z0-9_./=\\[\\]<>~!,:-]{0,199}");

    public PrebuiltImage {
        installPackages = List.copyOf(installPackages);
        Texts.check("prebuiltImages[].tag", Isol8Options.IMAGE, tag);
        for (String name : installPackages) {
            if (!PACKAGE.matcher(name).matches()) {
                throw Isol8Exception.invalid("Invalid package name: \"" + Ascii.printable(name)
                        + "\". Only alphanumeric, -, _, ., /, @, and = are allowed.");
            }
        }
    }

    /**
     * The image to be made.
     *
     * @throws Isol8Exception if its tag or runtime is one that none can be made of, or a package's name none of the
     *     runtime's
     */
    public CustomImage image() {
        return new CustomImage(tag, runtime, installPackages, setupScript);
    }
}
