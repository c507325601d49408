package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxEnvironmentTest {

    @Test
    void everyRunHasTheBaseVariablesInTheirOrder() {
        assertThat(SandboxEnvironment.base())
                .containsExactly(
                        Map.entry("PYTHONUNBUFFERED", "1"),
                        Map.entry("PYTHONUSERBASE", "/sandbox/.local"),
                        Map.entry("NPM_CONFIG_PREFIX", "/sandbox/.npm-global"),
                        Map.entry("DENO_DIR", "/sandbox/.deno"),
                        Map.entry("HOME", "/sandbox"),
                        Map.entry(
                                "PATH",
                                "/sandbox/.local/bin:/sandbox/.npm-global/bin:/sandbox/.bun-global/bin"
                                        + ":/usr/local/bin:/usr/bin:/bin"),
                        Map.entry(
                                "NODE_PATH",
                                "/usr/local/lib/node_modules:/sandbox/.npm-global/lib/node_modules"
                                        + ":/sandbox/node_modules"));
    }

    @Test
    void theRequestsVariablesFollowAndOverride() {
        Map<String, String> requested = new LinkedHashMap<>();
        requested.put("B", "2");
        requested.put("HOME", "/sandbox/home");
        requested.put("A", "1");

        Map<String, String> all = SandboxEnvironment.of(requested, Map.of(), NetworkMode.NONE);

        assertThat(all).containsEntry("HOME", "/sandbox/home").hasSize(9);
        assertThat(all.keySet()).endsWith("B", "A");
        assertThatThrownBy(() -> all.put("C", "3")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void secretsComeLastAndCannotBeOverridden() {
        Map<String, String> all = SandboxEnvironment.of(
                Map.of("TOKEN", "requested", "A", "1"), Map.of("TOKEN", "secret"), NetworkMode.NONE);
        assertThat(all).containsEntry("TOKEN", "secret").containsEntry("A", "1");
    }

    @Test
    void whatTellsOfTheProxyComesLastAndCannotBeOverridden() {
        Map<String, String> all = SandboxEnvironment.of(
                Map.of("http_proxy", "http://elsewhere"), Map.of("NO_PROXY", "*"), NetworkMode.FILTERED);

        assertThat(all)
                .containsEntry("HTTP_PROXY", "http://127.0.0.1:8118")
                .containsEntry("HTTPS_PROXY", "http://127.0.0.1:8118")
                .containsEntry("http_proxy", "http://127.0.0.1:8118")
                .containsEntry("https_proxy", "http://127.0.0.1:8118")
                .containsEntry("NO_PROXY", "localhost,127.0.0.1,::1")
                .containsEntry("no_proxy", "localhost,127.0.0.1,::1")
                .containsEntry("NODE_USE_ENV_PROXY", "1");
    }

    @Test
    void whatLeadsToInstalledPackagesComesOverTheBaseAndUnderTheRequest() {
        Map<String, String> all = SandboxEnvironment.of(
                Map.of("PATH", "/installed", "NODE_PATH", "/modules"),
                Map.of("NODE_PATH", "/requested"),
                Map.of(),
                NetworkMode.NONE);

        assertThat(all).containsEntry("PATH", "/installed").containsEntry("NODE_PATH", "/requested");
    }

    @Test
    void anInstallationHasTheBaseAndWhatItsClientNeeds() {
        PackageInstall install = PackageInstall.by(List.of("get"))
                .withEnv(Map.of("CACHE", "/sandbox/c"))
                .withCertificates("CERTS");

        Map<String, String> all =
                SandboxEnvironment.ofInstallation(install, Optional.of("/sandbox/ca.crt"), NetworkMode.FILTERED);

        assertThat(all)
                .containsAllEntriesOf(SandboxEnvironment.base())
                .containsEntry("CACHE", "/sandbox/c")
                .containsEntry("CERTS", "/sandbox/ca.crt")
                .containsEntry("https_proxy", "http://127.0.0.1:8118");
        assertThat(SandboxEnvironment.ofInstallation(install, Optional.empty(), NetworkMode.HOST))
                .doesNotContainKeys("CERTS", "https_proxy");
    }
}
