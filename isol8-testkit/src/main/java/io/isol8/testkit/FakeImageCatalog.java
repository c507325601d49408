package io.isol8.testkit;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.CustomImage;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.Packages;
import io.isol8.domain.SandboxImage;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.LocalImage;
import io.isol8.ports.Progress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Images that exist once they have been asked for; the first time counts as a build. Thread-safe. */
public final class FakeImageCatalog implements ImageCatalog {

    private final Journal journal;
    private final Set<String> built = ConcurrentHashMap.newKeySet();
    private final Map<String, String> setupScripts = new ConcurrentHashMap<>();
    private final List<LocalImage> custom = new CopyOnWriteArrayList<>();
    private volatile List<String> registryHosts = List.of();
    private volatile Runnable hook = () -> {};
    private final AtomicReference<Isol8Exception> failure = new AtomicReference<>();
    private final AtomicReference<Isol8Exception> removalFailure = new AtomicReference<>();

    public FakeImageCatalog() {
        this(new Journal());
    }

    /** @param journal hears of every {@code ensure <runtime>} */
    public FakeImageCatalog(Journal journal) {
        this.journal = journal;
    }

    /** The next image that is asked for fails. */
    public void failNext(ErrorCode code) {
        failure.set(new Isol8Exception(code, "The image failed on request of a test."));
    }

    /** The next removal fails. */
    public void failRemoval(Isol8Exception planned) {
        removalFailure.set(planned);
    }

    @Override
    public SandboxImage ensure(LanguageRuntime runtime, Progress progress) {
        return make("ensure " + runtime.name(), runtime.image(), true, progress);
    }

    @Override
    public SandboxImage adapt(LanguageRuntime runtime, String reference, Progress progress) {
        return make("adapt " + reference, reference, false, progress);
    }

    /** From now on the image has a setup script of its own. */
    public void setupScript(String reference, String script) {
        setupScripts.put(reference, script);
    }

    /** From now on this is where the package clients of all images fetch from. */
    public void registryHosts(List<String> hosts) {
        registryHosts = List.copyOf(hosts);
    }

    /** From now on {@code action} runs first whenever an image is asked for, on the asking thread. */
    public void before(Runnable action) {
        hook = action;
    }

    private SandboxImage make(String entry, String reference, boolean zygotes, Progress progress) {
        journal.add(entry);
        hook.run();
        Isol8Exception planned = failure.getAndSet(null);
        if (planned != null) {
            throw planned;
        }
        if (built.add(reference)) {
            progress.line("Building " + reference);
        }
        String dependencies = custom.stream()
                .filter(image -> image.tag().equals(reference))
                .map(LocalImage::dependencies)
                .findFirst()
                .orElse("");
        return new SandboxImage(
                reference,
                true,
                zygotes,
                Optional.ofNullable(setupScripts.get(reference)),
                dependencies,
                registryHosts);
    }

    @Override
    public boolean update(LanguageRuntime runtime, boolean anew, Progress progress) {
        boolean missing = !built.contains(runtime.image());
        if (anew || missing) {
            built.remove(runtime.image());
            make("build " + runtime.image(), runtime.image(), true, progress);
        }
        return anew || missing;
    }

    @Override
    public boolean build(CustomImage image, boolean anew, Progress progress) {
        LocalImage wanted =
                new LocalImage(image.tag(), image.runtime(), Packages.join(image.packages()), image.setupScript());
        boolean missing = !custom.contains(wanted);
        if (anew || missing) {
            journal.add("build " + image.tag());
            progress.line("Building " + image.tag());
            custom.removeIf(other -> other.tag().equals(image.tag()));
            custom.add(wanted);
        }
        return anew || missing;
    }

    @Override
    public Optional<SandboxImage> having(
            LanguageRuntime runtime, List<String> packages, Predicate<String> allowed, Progress progress) {
        return custom.stream()
                .filter(image -> image.runtime().equals(runtime.name()) && allowed.test(image.tag()))
                .filter(image -> Packages.contains(image.dependencies(), packages))
                .min(Comparator.comparing(image -> image.dependencies().length()))
                .map(image -> new SandboxImage(
                        image.tag(), true, false, image.setupScript(), image.dependencies(), registryHosts));
    }

    /** From now on there is this image, which somebody made. */
    public void add(LocalImage image) {
        custom.add(image);
    }

    @Override
    public List<LocalImage> custom() {
        return List.copyOf(custom);
    }

    @Override
    public List<String> names() {
        return Stream.concat(built.stream(), custom.stream().map(LocalImage::tag))
                .toList();
    }

    @Override
    public CleanupResult removeAll() {
        journal.add("remove images");
        Isol8Exception planned = removalFailure.getAndSet(null);
        if (planned != null) {
            throw planned;
        }
        int removed = built.size() + custom.size();
        built.clear();
        custom.clear();
        return new CleanupResult(removed, 0, List.of());
    }
}
