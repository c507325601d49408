package io.isol8.domain;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Names that are to be different, not secret. The JDK's own random UUIDs come from a secure source, whose loading
 * alone costs a one-shot command 20 ms.
 */
public final class RandomIds {

    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000000000000000L;

    private RandomIds() {}

    /** A UUID of version 4 that is not to be used as a secret. */
    public static UUID next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID((random.nextLong() & ~0xf000L) | VERSION_4, (random.nextLong() >>> 2) | VARIANT);
    }
}
