package io.isol8.http;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.config.Isol8Config;
import io.isol8.domain.config.Policy;
import java.time.Duration;

/**
 * How a server is set up. Immutable.
 *
 * @param port 0 for any that is free
 * @param maxBodySize bytes of a request's body, but for files in their raw form, which have no bound but the sandbox's
 * @param defaults what a request is granted unless it asks for something else (spec 9.1)
 * @param version told by {@code /health}
 * @param requests how many executions of one tenant may be under way or waiting, at least 1; more are refused at once. At
 *     least as many as the service lets run and wait
 * @param heartbeat how often a silent stream says that it lives (spec 2.7)
 * @param idleTimeout how long a connection may be silent while nothing is executed on it: headers and bodies have to
 *     come on, a WebSocket has to be used, a goodbye has to be answered (and that in 5 seconds in any case)
 * @param policy what a key that is not the master's may ask for (spec 9.7)
 */
public record ServerSettings(
        int port,
        long maxBodySize,
        Isol8Options defaults,
        String version,
        int requests,
        Duration heartbeat,
        Duration idleTimeout,
        Policy policy) {

    private static final int LAST_PORT = 65_535;

    public ServerSettings {
        if (port < 0 || port > LAST_PORT) {
            throw Isol8Exception.invalid("The port must be between 0 and " + LAST_PORT + ", not " + port + ".");
        }
        if (maxBodySize < 1) {
            throw Isol8Exception.invalid("server.maxBodySize must be at least 1 byte, not " + maxBodySize + ".");
        }
        if (requests < 1) {
            throw Isol8Exception.invalid("At least 1 execution must be allowed at a time, not " + requests + ".");
        }
        if (heartbeat.toMillis() < 1 || idleTimeout.toMillis() < 1) {
            throw Isol8Exception.invalid("Heartbeat and idle timeout must be at least a millisecond, not " + heartbeat
                    + " and " + idleTimeout + ".");
        }
    }

    /** 128 MiB, the engine's own defaults, 110 executions, a heartbeat every 5 seconds, 30 seconds of silence. */
    public static ServerSettings of(int port, String version) {
        return new ServerSettings(
                port,
                128L << 20,
                Isol8Options.defaults(),
                version,
                110,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Isol8Config.builtIn().policy());
    }

    public ServerSettings withMaxBodySize(long bytes) {
        return new ServerSettings(port, bytes, defaults, version, requests, heartbeat, idleTimeout, policy);
    }

    public ServerSettings withDefaults(Isol8Options changed) {
        return new ServerSettings(port, maxBodySize, changed, version, requests, heartbeat, idleTimeout, policy);
    }

    public ServerSettings withRequests(int changed) {
        return new ServerSettings(port, maxBodySize, defaults, version, changed, heartbeat, idleTimeout, policy);
    }

    public ServerSettings withHeartbeat(Duration changed) {
        return new ServerSettings(port, maxBodySize, defaults, version, requests, changed, idleTimeout, policy);
    }

    public ServerSettings withIdleTimeout(Duration changed) {
        return new ServerSettings(port, maxBodySize, defaults, version, requests, heartbeat, changed, policy);
    }

    public ServerSettings withPolicy(Policy changed) {
        return new ServerSettings(port, maxBodySize, defaults, version, requests, heartbeat, idleTimeout, changed);
    }
}
