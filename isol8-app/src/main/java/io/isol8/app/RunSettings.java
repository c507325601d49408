package io.isol8.app;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.RemoteCodePolicy;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.config.Audit;
import io.isol8.domain.config.Isol8Config;
import java.util.Optional;

/**
 * What a configuration says about a run. Where nobody configured anything the configuration is not even made: that
 * would keep every run waiting for it.
 *
 * @param options what holds where no flag says otherwise (spec 9.4)
 * @param runtimes what programs may be written in
 * @param audit what is written down of the run, if anything is
 * @param remoteCode whether, from where and what code may be fetched
 */
record RunSettings(Isol8Options options, RuntimeRegistry runtimes, Optional<Audit> audit, RemoteCodePolicy remoteCode) {

    static RunSettings builtIn() {
        return new RunSettings(
                Isol8Options.defaults(), RuntimeRegistry.builtIn(), Optional.empty(), RemoteCodePolicy.DISABLED);
    }

    static RunSettings of(Isol8Config config) {
        return new RunSettings(
                config.options(),
                config.registry(),
                Optional.of(config.audit()).filter(Audit::enabled),
                config.remoteCodePolicy());
    }
}
