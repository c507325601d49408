package io.isol8.engine;

import io.isol8.ports.Clock;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.Progress;

/**
 * What an engine works with. Immutable.
 *
 * @param containers where programs run; closed with the engine
 * @param images what sandboxes are made of
 * @param clock what deadlines and ages are measured on
 * @param progress hears that an image is being built
 * @param audit what is told of executions; closed with the engine
 * @param egress where filtered networks lead
 * @param loader what brings code from URLs
 */
public record EngineParts(
        ContainerRuntime containers,
        ImageCatalog images,
        Clock clock,
        Progress progress,
        AuditTrail audit,
        EgressConnector egress,
        CodeLoader loader) {

    /** No more than it takes: nobody is told of executions, filtered networks lead nowhere and no code is fetched. */
    public static EngineParts of(ContainerRuntime containers, ImageCatalog images, Clock clock, Progress progress) {
        return new EngineParts(
                containers, images, clock, progress, AuditTrail.none(clock), new NoWayOut(), CodeLoader.none());
    }

    public EngineParts withAudit(AuditTrail changed) {
        return new EngineParts(containers, images, clock, progress, changed, egress, loader);
    }

    public EngineParts withEgress(EgressConnector changed) {
        return new EngineParts(containers, images, clock, progress, audit, changed, loader);
    }

    public EngineParts withLoader(CodeLoader changed) {
        return new EngineParts(containers, images, clock, progress, audit, egress, changed);
    }
}
