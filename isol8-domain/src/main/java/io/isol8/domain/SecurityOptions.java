package io.isol8.domain;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The walls around a sandbox, as far as they can be chosen (spec 13.5, 13.11). Immutable.
 *
 * @param seccomp which system calls are refused
 * @param customProfile the profile's file, exactly if {@code seccomp} is {@code CUSTOM}
 * @param containerRuntime an OCI runtime that the container engine knows, e.g. {@code runsc}; else its default
 */
public record SecurityOptions(Seccomp seccomp, Optional<Path> customProfile, Optional<String> containerRuntime) {

    /** The strict profile on the container engine's default runtime. */
    public static final SecurityOptions STRICT =
            new SecurityOptions(Seccomp.STRICT, Optional.empty(), Optional.empty());

    /** What the name of an OCI runtime looks like. */
    public static final Pattern RUNTIME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,127}");

    public SecurityOptions {
        if (seccomp == Seccomp.CUSTOM && customProfile.isEmpty()) {
            throw Isol8Exception.invalid("security.seccomp \"custom\" needs security.customProfilePath.");
        }
        if (seccomp != Seccomp.CUSTOM && customProfile.isPresent()) {
            throw Isol8Exception.invalid("security.customProfilePath needs security.seccomp \"custom\".");
        }
        containerRuntime.filter(name -> !RUNTIME.matcher(name).matches()).ifPresent(name -> {
            throw Isol8Exception.invalid("Invalid security.containerRuntime: \"" + Ascii.printable(name)
                    + "\". Use the name of a runtime that the container engine knows, e.g. \"runsc\".");
        });
    }

    /** No seccomp profile at all. */
    public static SecurityOptions unconfined() {
        return new SecurityOptions(Seccomp.UNCONFINED, Optional.empty(), Optional.empty());
    }

    /** The profile in {@code file}, JSON as the container engine takes it. */
    public static SecurityOptions custom(Path file) {
        return new SecurityOptions(Seccomp.CUSTOM, Optional.of(file), Optional.empty());
    }

    /** The same on another OCI runtime. */
    public SecurityOptions on(String runtime) {
        return new SecurityOptions(seccomp, customProfile, Optional.of(runtime));
    }
}
