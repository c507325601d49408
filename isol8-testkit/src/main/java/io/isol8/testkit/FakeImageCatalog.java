package io.isol8.testkit;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.LanguageRuntime;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.Progress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Images that exist once they have been asked for; the first time counts as a build. Thread-safe. */
public final class FakeImageCatalog implements ImageCatalog {

    private final Journal journal;
    private final Set<String> built = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Isol8Exception> failure = new AtomicReference<>();

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

    @Override
    public String ensure(LanguageRuntime runtime, Progress progress) {
        journal.add("ensure " + runtime.name());
        Isol8Exception planned = failure.getAndSet(null);
        if (planned != null) {
            throw planned;
        }
        if (built.add(runtime.image())) {
            progress.line("Building " + runtime.image());
        }
        return runtime.image();
    }
}
