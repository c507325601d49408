package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.isol8.domain.CleanupResult;
import io.isol8.domain.CustomImage;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.Packages;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.LocalImage;
import io.isol8.ports.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of the built-in runtimes, built from the packaged context when they are missing or outdated, and other
 * people's made fit.
 */
public final class DockerImageCatalog implements ImageCatalog {

    private static final Logger log = LoggerFactory.getLogger(DockerImageCatalog.class);

    private final DockerApi docker;
    private final DockerEndpoint endpoint;
    private final Map<String, String> environment;
    private final String hash = BuildContext.packagedHash();
    private final Map<String, SandboxImage> upToDate = new ConcurrentHashMap<>();

    /**
     * @param docker for what is answered soon
     * @param endpoint the same engine, for what takes as long as it takes
     * @param environment this process's variables
     */
    DockerImageCatalog(DockerApi docker, DockerEndpoint endpoint, Map<String, String> environment) {
        this.docker = docker;
        this.endpoint = endpoint;
        this.environment = environment;
    }

    @Override
    public SandboxImage ensure(LanguageRuntime runtime, Progress progress) {
        if (!RuntimeRegistry.builtIn().contains(runtime.name())) {
            return adapt(runtime, runtime.image(), progress);
        }
        SandboxImage known = upToDate.get(runtime.name());
        return known == null ? updated(runtime, false, progress).image() : known;
    }

    @Override
    public boolean update(LanguageRuntime runtime, boolean anew, Progress progress) {
        return updated(runtime, anew, progress).built();
    }

    private record Updated(SandboxImage image, boolean built) {}

    private synchronized Updated updated(LanguageRuntime runtime, boolean anew, Progress progress) {
        Optional<ImageInfo> present = inspect(runtime.image());
        boolean current =
                present.filter(image -> image.hasLabel(Labels.BUILD_HASH, hash)).isPresent();
        if (anew || !current) {
            progress.line("Building image " + runtime.image() + " (once)");
            try (DockerApi builder = new DockerApi(endpoint, Duration.ZERO)) {
                build(builder, runtime, new BaseImage(builder).ensure(progress), progress);
            }
            progress.line("Built image " + runtime.image());
            present.ifPresent(replaced -> removeReplaced(replaced, runtime.image()));
        }
        boolean built = anew || !current;
        SandboxImage image = ofRuntime(runtime, built ? inspect(runtime.image()) : present);
        upToDate.put(runtime.name(), image);
        return new Updated(image, built);
    }

    private static SandboxImage ofRuntime(LanguageRuntime runtime, Optional<ImageInfo> image) {
        List<String> hosts = image.map(ImageInfo::registryHosts).orElse(List.of());
        return new SandboxImage(runtime.image(), true, true, Optional.empty(), "", hosts);
    }

    @Override
    public synchronized boolean build(CustomImage image, boolean anew, Progress progress) {
        LanguageRuntime runtime = RuntimeRegistry.builtIn().get(image.runtime());
        ensure(runtime, progress);
        try (DockerApi builder = new DockerApi(endpoint, Duration.ZERO)) {
            CustomImageBuild build = new CustomImageBuild(builder, image, hash);
            Optional<ImageInfo> present = inspect(image.tag());
            if (!anew && present.filter(build::is).isPresent()) {
                return false;
            }
            progress.line("Building image " + image.tag());
            build.make(runtime.image(), new InstallFiles(environment), progress);
            progress.line("Built image " + image.tag());
            present.ifPresent(replaced -> removeReplaced(replaced, image.tag()));
            return true;
        }
    }

    @Override
    public Optional<SandboxImage> having(
            LanguageRuntime runtime, List<String> packages, Predicate<String> allowed, Progress progress) {
        List<LocalImage> candidates = custom().stream()
                .filter(image -> image.runtime().equals(runtime.name()) && allowed.test(image.tag()))
                .toList();
        String wanted = Packages.join(packages);
        return candidates.stream()
                .filter(image -> image.dependencies().equals(wanted))
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(image -> Packages.contains(image.dependencies(), packages))
                        .findFirst())
                .map(image -> adapt(runtime, image.tag(), progress));
    }

    @Override
    public SandboxImage adapt(LanguageRuntime runtime, String reference, Progress progress) {
        ImageReference wanted = new ImageReference(reference);
        ImageInfo image = inspect(reference).orElseGet(() -> pull(wanted, progress));
        if (!image.volumes().isEmpty()) {
            throw Isol8Exception.invalid("Image " + reference + " cannot be used: it declares volumes ("
                    + String.join(", ", image.volumes()) + "), which would be writable and outlive a run.");
        }
        boolean current = image.hasLabel(Labels.BUILD_HASH, hash);
        boolean zygotes = current && image.hasLabel(Labels.IMAGE_RUNTIME, runtime.name());
        String used = current && image.startsSupervisor() ? image.id() : derive(image, reference, progress);
        String dependencies = image.label(Labels.DEPENDENCIES).orElse("");
        boolean knowsLocalhost = current && image.label(Labels.DERIVED_FROM).isEmpty();
        return new SandboxImage(
                used, knowsLocalhost, zygotes, DenoCache.copiedBefore(image), dependencies, image.registryHosts());
    }

    private ImageInfo pull(ImageReference wanted, Progress progress) {
        if (wanted.isId()) {
            throw new Isol8Exception(
                    ErrorCode.IMAGE_MISSING, "Image missing: the Docker engine has no " + wanted.text() + ".");
        }
        progress.line("Pulling image " + wanted.text() + " (once)");
        try (DockerApi puller = new DockerApi(endpoint, Duration.ZERO)) {
            new ImagePull(puller).pull(wanted);
        }
        progress.line("Pulled image " + wanted.text());
        return inspect(wanted.text())
                .orElseThrow(() -> new Isol8Exception(
                        ErrorCode.IMAGE_MISSING, "Image missing: " + wanted.text() + " was removed again."));
    }

    private synchronized String derive(ImageInfo source, String reference, Progress progress) {
        DerivedImage derived = new DerivedImage(docker, source, hash);
        if (inspect(derived.reference()).filter(derived::is).isEmpty()) {
            LanguageRuntime donor = RuntimeRegistry.builtIn().get("bash");
            ensure(donor, progress);
            progress.line("Adapting image " + reference + " (once)");
            derived.make(donor.image());
            progress.line("Adapted image " + reference);
        }
        return derived.reference();
    }

    @Override
    public List<LocalImage> custom() {
        return new CustomImages(docker).list();
    }

    @Override
    public List<String> names() {
        return new ImageRemoval(docker).names();
    }

    @Override
    public synchronized CleanupResult removeAll() {
        upToDate.clear();
        return new ImageRemoval(docker).removeAll();
    }

    private Optional<ImageInfo> inspect(String image) {
        try {
            return Optional.of(ImageInfo.of(docker.get("/images/" + image + "/json")));
        } catch (Isol8Exception e) {
            if (e.code() == ErrorCode.IMAGE_MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void build(DockerApi builder, LanguageRuntime runtime, String base, Progress progress) {
        ObjectNode arguments =
                JsonNodeFactory.instance.objectNode().put("BASE", base).put("RUNTIMES", runtime.name());
        BuildContext.FORWARDED.forEach(name -> {
            if (environment.containsKey(name)) {
                arguments.put(name, environment.get(name));
            }
        });
        ObjectNode labels = JsonNodeFactory.instance.objectNode().put(Labels.IMAGE_RUNTIME, runtime.name());
        String path = "/build"
                + DockerApi.query(Map.of(
                        "t", runtime.image(),
                        "target", runtime.name(),
                        "rm", "true",
                        "forcerm", "true",
                        "buildargs", arguments.toString(),
                        "labels", labels.toString()));
        String what = "Building " + runtime.image();
        try (Response response = builder.upload(
                path,
                "application/x-tar",
                Map.of(),
                new ByteArrayInputStream(BuildContext.packaged().tar(environment)))) {
            new BuildLog(Json.mapper(), what, progress).follow(response.getBody());
        } catch (IOException e) {
            throw new Isol8Exception(ErrorCode.IMAGE_BUILD_FAILED, what + " failed: " + e.getMessage(), e);
        }
        new RegistryHosts(builder).label(runtime.image(), Map.of(Labels.BUILD_HASH, hash), progress);
    }

    /** Best effort (spec 24.8): a container may still use it. */
    private void removeReplaced(ImageInfo image, String reference) {
        if (inspect(reference).filter(now -> now.id().equals(image.id())).isPresent()) {
            return;
        }
        try {
            docker.delete("/images/" + image.id());
        } catch (Isol8Exception e) {
            log.debug("The replaced image {} stays: {}", image.id(), e.getMessage());
        }
    }
}
