package io.isol8.testkit;

import io.isol8.ports.ProcessSpec;
import java.util.Optional;

/**
 * A program about to run in an {@link InMemorySandbox}.
 *
 * @param spec as given to {@code spawn}
 * @param source the program's text: the line of {@code bash -c}, or the content of the file that the last argument names
 */
public record Invocation(ProcessSpec spec, Optional<String> source) {}
