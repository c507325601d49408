package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** An image as Docker describes it. */
record ImageInfo(String id, JsonNode config) {

    /** Where isol8's own images have the supervisor. */
    static final String SUPERVISOR = "/usr/local/libexec/isol8-supervisor";

    /** Where other people's get it: at the top, so that no link of theirs leads elsewhere. */
    static final String ADDED_SUPERVISOR = "/isol8-supervisor";

    private static final Set<List<String>> SUPERVISORS = Set.of(List.of(SUPERVISOR), List.of(ADDED_SUPERVISOR));

    /** Root, in the ways in which images spell it. */
    private static final Set<String> ROOT = Set.of("", "0", "root", "0:0", "root:root", "root:0", "0:root");

    /** @param inspected what {@code GET /images/<name>/json} answers */
    static ImageInfo of(JsonNode inspected) {
        return new ImageInfo(inspected.path("Id").asText(), inspected.path("Config"));
    }

    /** Empty if it does not have that label. */
    Optional<String> label(String name) {
        return Optional.of(config.path("Labels").path(name).asText("")).filter(value -> !value.isEmpty());
    }

    /** Where its package client fetches from; empty if nobody has asked it. */
    List<String> registryHosts() {
        return label(Labels.REGISTRY_HOSTS)
                .map(hosts -> List.of(hosts.strip().split("\\s+")))
                .orElse(List.of());
    }

    boolean hasLabel(String name, String value) {
        return config.path("Labels").path(name).asText("").equals(value);
    }

    /** Whether a container of it starts with the supervisor, as root. */
    boolean startsSupervisor() {
        List<String> entrypoint = StreamSupport.stream(config.path("Entrypoint").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return SUPERVISORS.contains(entrypoint)
                && ROOT.contains(config.path("User").asText(""));
    }

    /** The directories for which every container of it gets a writable volume. */
    Set<String> volumes() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(
                                config.path("Volumes").fieldNames(), 0),
                        false)
                .collect(Collectors.toUnmodifiableSet());
    }
}
