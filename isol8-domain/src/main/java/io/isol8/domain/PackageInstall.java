package io.isol8.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How packages are installed in a sandbox before a program runs, as data (spec 12.1, 12.3). Immutable.
 *
 * @param command the argument vector, which the packages follow; with <code>{package}</code> in it there is one process
 *     for each package
 * @param script the packaged script that <code>{script}</code> in the command stands for, if it is one of ours
 * @param env variables of the installation besides those of every run
 * @param certificates the variable that tells the package client of certificates besides the usual ones
 * @param found variables by which programs find what was installed, besides those of every run or in their place
 */
public record PackageInstall(
        List<String> command,
        Optional<String> script,
        Map<String, String> env,
        Optional<String> certificates,
        Map<String, String> found) {

    /** What an installation may use while it lasts; removed when it is over. */
    public static final String DIRECTORY = SandboxPath.ROOT + "/.isol8-install";

    private static final String PACKAGE = "{package}";
    private static final String SCRIPT = "{script}";

    public PackageInstall {
        command = List.copyOf(command);
        env = Map.copyOf(env);
        found = Map.copyOf(found);
    }

    /** A command that needs nothing else. */
    public static PackageInstall by(List<String> command) {
        return new PackageInstall(command, Optional.empty(), Map.of(), Optional.empty(), Map.of());
    }

    /** The same of a client that this variable tells where a file with certificates is. */
    PackageInstall withCertificates(String variable) {
        return new PackageInstall(command, script, env, Optional.of(variable), found);
    }

    PackageInstall withEnv(Map<String, String> variables) {
        return new PackageInstall(command, script, variables, certificates, found);
    }

    PackageInstall withFound(Map<String, String> variables) {
        return new PackageInstall(command, script, env, certificates, variables);
    }

    PackageInstall withScript(String name) {
        return new PackageInstall(command, Optional.of(name), env, certificates, found);
    }

    /** Where the script is while the installation lasts. */
    public Optional<String> scriptPath() {
        return script.map(name -> DIRECTORY + "/" + name);
    }

    /**
     * The argument vectors of the processes that install these packages, one after the other.
     *
     * @param packages checked, not empty
     */
    public List<List<String>> commandsFor(List<String> packages) {
        if (command.contains(PACKAGE)) {
            return packages.stream().map(name -> argv(List.of(), name)).toList();
        }
        return List.of(argv(packages, PACKAGE));
    }

    private List<String> argv(List<String> after, String one) {
        List<String> argv = new ArrayList<>(command.size() + after.size());
        for (String argument : command) {
            argv.add(
                    switch (argument) {
                        case PACKAGE -> one;
                        case SCRIPT -> scriptPath().orElse(argument);
                        default -> argument;
                    });
        }
        argv.addAll(after);
        return argv;
    }
}
