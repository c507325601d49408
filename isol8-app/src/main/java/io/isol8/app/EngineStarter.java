package io.isol8.app;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.File;
import java.io.IOException;
import java.util.Map;

/**
 * Installs and starts a Docker engine when there is none, by the script that comes with a checkout, whose place the
 * launcher tells in ISOL8_HOME. Only the local engine: one that DOCKER_HOST names is somebody else's.
 */
final class EngineStarter {

    private final Map<String, String> environment;
    private final Console console;

    EngineStarter(Map<String, String> environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    /** Starts an engine, and first the Docker engine under it if that is not there. */
    void start(Runnable engineStart) {
        try {
            engineStart.run();
        } catch (Isol8Exception e) {
            if (e.code() != ErrorCode.ENGINE_UNAVAILABLE || !canStart()) {
                throw e;
            }
            startDocker();
            engineStart.run();
        }
    }

    private boolean canStart() {
        return environment.getOrDefault("DOCKER_HOST", "").isEmpty() && script().canExecute();
    }

    private File script() {
        return new File(environment.getOrDefault("ISOL8_HOME", ""), "scripts/ensure");
    }

    private void startDocker() {
        console.flush();
        try {
            Process process = new ProcessBuilder(script().getPath(), "engine")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new Isol8Exception(
                        ErrorCode.ENGINE_UNAVAILABLE, "Docker is not running and could not be started; see above.");
            }
        } catch (IOException e) {
            throw new Isol8Exception(ErrorCode.ENGINE_UNAVAILABLE, "Docker could not be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Isol8Exception(ErrorCode.CANCELLED, "Interrupted while Docker was being started.", e);
        }
    }
}
