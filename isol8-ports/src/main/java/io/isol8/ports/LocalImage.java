package io.isol8.ports;

import java.util.Optional;

/**
 * An image on the container engine that was made upon one of a runtime's.
 *
 * @param tag what it is called
 * @param runtime whose programs it is for
 * @param dependencies the packages that were installed in it, joined by commas (spec 24.2); may be empty
 * @param setupScript bash commands that run before each of its programs
 */
public record LocalImage(String tag, String runtime, String dependencies, Optional<String> setupScript) {}
