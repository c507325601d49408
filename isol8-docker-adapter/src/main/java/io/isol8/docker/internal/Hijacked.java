package io.isol8.docker.internal;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.InputStream;

/** A connection to the Docker engine that is no HTTP any more. */
interface Hijacked extends AutoCloseable {

    /** What the engine sends; for one thread. */
    InputStream output();

    @Override
    void close();

    /** As docker-java does it. */
    static Hijacked of(Response response) {
        return new Hijacked() {
            @Override
            public InputStream output() {
                return response.getBody();
            }

            @Override
            public void close() {
                response.close();
            }
        };
    }
}
