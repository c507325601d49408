package io.isol8.domain;

/** The part of an execution that an event belongs to (spec 10.3). */
public enum Phase {
    SETUP,
    CODE
}
