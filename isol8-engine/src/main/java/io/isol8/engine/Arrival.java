package io.isol8.engine;

import io.isol8.domain.LanguageRuntime;
import io.isol8.ports.ExecutionOrder;

/**
 * An execution that was asked for, on its way to a sandbox.
 *
 * @param control what ends it
 */
record Arrival(ExecutionOrder order, LanguageRuntime runtime, Execution execution, Control control) {}
