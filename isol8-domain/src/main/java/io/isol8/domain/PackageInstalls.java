package io.isol8.domain;

import java.util.List;
import java.util.Map;

/** How the packages of the built-in runtimes are installed (spec 12.1, 12.3). */
final class PackageInstalls {

    private static final String LOCAL = SandboxPath.ROOT + "/.local";
    private static final String BUN = SandboxPath.ROOT + "/.bun-global";
    private static final String EXTRA_CERTIFICATES = "NODE_EXTRA_CA_CERTS";

    private PackageInstalls() {}

    /** pip, for the user: OpenSSL looks at the file that it is told of and at the usual directory. */
    static PackageInstall python() {
        return PackageInstall.by(List.of(
                        "pip",
                        "install",
                        "--user",
                        "--no-cache-dir",
                        "--break-system-packages",
                        "--disable-pip-version-check",
                        "--no-input",
                        "--progress-bar=off",
                        "--"))
                .withCertificates("SSL_CERT_FILE");
    }

    /** npm, beside the program. */
    static PackageInstall node() {
        return PackageInstall.by(List.of(
                        "npm",
                        "install",
                        "--prefix",
                        SandboxPath.ROOT,
                        "--no-audit",
                        "--no-fund",
                        "--no-update-notifier",
                        "--"))
                .withEnv(Map.of(
                        "NPM_CONFIG_CACHE",
                        SandboxPath.ROOT + "/.npm-cache",
                        "NPM_CONFIG_FETCH_RETRY_MINTIMEOUT",
                        "500",
                        "NPM_CONFIG_FETCH_RETRY_FACTOR",
                        "2"))
                .withCertificates(EXTRA_CERTIFICATES);
    }

    /** bun, which knows no option for the directory of global packages but a variable. */
    static PackageInstall bun() {
        return PackageInstall.by(List.of("bun", "install", "-g", "--no-progress"))
                .withEnv(Map.of(
                        "BUN_INSTALL_GLOBAL_DIR",
                        BUN,
                        "BUN_INSTALL_BIN",
                        BUN + "/bin",
                        "BUN_INSTALL_CACHE_DIR",
                        PackageInstall.DIRECTORY + "/bun"))
                .withCertificates(EXTRA_CERTIFICATES)
                .withFound(Map.of("NODE_PATH", base("NODE_PATH") + ":" + BUN + "/node_modules"));
    }

    /** deno, one process for each package. */
    static PackageInstall deno() {
        return PackageInstall.by(List.of("deno", "cache", "{package}"))
                .withEnv(Map.of("DENO_NO_UPDATE_CHECK", "1"))
                .withCertificates("DENO_CERT");
    }

    /** Debian's packages, unpacked where the user may write; <code>$LIB</code> is for the dynamic linker. */
    static PackageInstall bash() {
        return PackageInstall.by(List.of("bash", "{script}"))
                .withScript("debian.sh")
                .withFound(Map.of(
                        "PATH",
                        base("PATH") + ":" + LOCAL + "/usr/bin:" + LOCAL + "/usr/games",
                        "LD_LIBRARY_PATH",
                        LOCAL + "/usr/$LIB:" + LOCAL + "/usr/lib"));
    }

    private static String base(String name) {
        return SandboxEnvironment.base().getOrDefault(name, "");
    }
}
