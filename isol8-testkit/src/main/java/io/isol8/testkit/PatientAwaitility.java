package io.isol8.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Has tests that wait for something wait as long as a slow or busy machine may need for it. JUnit finds it wherever this
 * module is on the class path.
 */
public final class PatientAwaitility implements LauncherSessionListener {

    /** Longer than anything takes that is waited for; running out of it is a failure. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
