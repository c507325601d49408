package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.SandboxSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The container of a sandbox, in the words of Docker's create call (spec 13). */
final class ContainerConfig {

    private static final int OPEN_FILES = 4096;
    private static final int NANO = 9;

    private final String instance;
    private final SeccompOption seccomp;

    /**
     * @param instance whose sandboxes these are
     * @param strictProfile the JSON of isol8's own seccomp profile
     */
    ContainerConfig(String instance, String strictProfile) {
        this.instance = instance;
        this.seccomp = new SeccompOption(strictProfile);
    }

    /** @throws Isol8Exception with {@code INVALID_REQUEST} if its seccomp profile cannot be used */
    ObjectNode of(SandboxSpec spec) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("Image", spec.image());
        config.put("Hostname", "sandbox");
        config.put("WorkingDir", "/sandbox");
        // It has a namespace of its own either way, but so Docker makes no endpoint, which takes as long as all the
        // rest.
        config.put("NetworkDisabled", spec.network() != NetworkMode.HOST && spec.knowsLocalhost());
        config.put("OpenStdin", true).put("StdinOnce", !spec.lasting()).put("Tty", false);
        config.put("AttachStdin", true).put("AttachStdout", true).put("AttachStderr", true);
        ObjectNode labels = config.putObject("Labels")
                .put(Labels.MANAGED, "true")
                .put(Labels.RUNTIME, spec.runtime())
                .put(Labels.INSTANCE, instance);
        if (spec.lasting()) {
            labels.put(Labels.PERSIST, "true");
        }
        spec.session().ifPresent(id -> labels.put(Labels.SESSION, id));
        // An image may have one, which would run in the sandbox as root.
        config.putObject("Healthcheck").putArray("Test").add("NONE");
        config.set("HostConfig", hostConfig(spec));
        return config;
    }

    private ObjectNode hostConfig(SandboxSpec spec) {
        ObjectNode host = JsonNodeFactory.instance.objectNode();
        host.put("AutoRemove", true);
        host.put("NetworkMode", spec.network() == NetworkMode.HOST ? "host" : "none");
        host.put("IpcMode", "private");
        host.put("ReadonlyRootfs", spec.readonlyRoot());
        host.put("Memory", spec.memory().bytes());
        host.put("MemorySwap", spec.memory().bytes());
        host.put("NanoCpus", nanoCpus(spec.cpus()));
        host.put("PidsLimit", spec.pids());
        host.putObject("LogConfig").put("Type", "none");
        host.putObject("Tmpfs")
                .put("/tmp", "rw,noexec,nosuid,nodev,size=" + spec.tmpSize().bytes())
                .put(
                        "/sandbox",
                        "rw,exec,nosuid,nodev,size=" + spec.sandboxSize().bytes() + ",uid=100,gid=101");
        host.putArray("CapDrop").add("ALL");
        host.putArray("CapAdd").add("SETUID").add("SETGID").add("KILL");
        host.putArray("SecurityOpt").add("no-new-privileges").add(seccomp.of(spec.security()));
        spec.security().containerRuntime().ifPresent(name -> host.put("Runtime", name));
        host.putArray("Ulimits").add(ulimit("core", 0)).add(ulimit("nofile", OPEN_FILES));
        return host;
    }

    private static long nanoCpus(double cpus) {
        return BigDecimal.valueOf(cpus)
                .movePointRight(NANO)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    private static ObjectNode ulimit(String name, int limit) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Name", name)
                .put("Soft", limit)
                .put("Hard", limit);
    }
}
