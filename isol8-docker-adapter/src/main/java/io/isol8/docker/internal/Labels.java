package io.isol8.docker.internal;

/** The labels on containers (spec 13.8) and images (spec 24.2). */
final class Labels {

    static final String MANAGED = "isol8.managed";
    static final String RUNTIME = "isol8.runtime";
    static final String INSTANCE = "isol8.instance";
    static final String PERSIST = "isol8.persist";
    static final String SESSION = "isol8.session";
    static final String BUILD_HASH = "org.isol8.build.hash";
    static final String IMAGE_RUNTIME = "org.isol8.runtime";
    static final String DEPENDENCIES_HASH = "org.isol8.deps.hash";
    static final String DEPENDENCIES = "org.isol8.dependencies";
    static final String SETUP = "org.isol8.setup";
    static final String REGISTRY_HOSTS = "isol8.registry-hosts";
    static final String DERIVED_FROM = "org.isol8.derived-from";

    private Labels() {}
}
