package io.isol8.app;

import io.isol8.ports.Isol8Engine;

/** Where {@code isol8 run} has its program run. */
interface RunPlace {

    /** An engine for the one run, to be started and closed. Nothing is talked to yet. */
    Isol8Engine open();

    /** Makes sure that the engine can work, with what this takes here. */
    void start(Isol8Engine engine);
}
