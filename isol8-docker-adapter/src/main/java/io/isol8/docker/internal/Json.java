package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The mapper of this module. Loading it takes a while, so that is done when it is first needed, or before. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Loads it now. */
    public static void preload() {
        mapper();
    }
}
