package io.isol8.domain;

/** Which system calls programs are refused (spec 13.5). */
public enum Seccomp {
    /** isol8's own profile (spec 13.9). */
    STRICT,
    /** None, but for what the kernel refuses anyway. For trusted work only. */
    UNCONFINED,
    /** A profile of the operator's, read on the machine that the engine runs on. */
    CUSTOM
}
