package dev.hearth.services.worker;

import dev.hearth.core.AwsScope;
import dev.hearth.sandbox.SandboxSpec;

/**
 * What a worker must know of the Hearth it belongs to.
 *
 * @param scope account and region of its functions
 * @param endpointPort the port of Hearth's endpoint, which functions reach at {@code http://127.0.0.1:port}
 * @param network what functions reach beside the Runtime API
 * @param credentials what functions sign their calls with
 * @param hostId the id of its host
 * @param meter what its host has
 * @param snapshots what starts from snapshots
 * @param groups what functions in security groups reach
 */
public record WorkerOptions(
        AwsScope scope,
        int endpointPort,
        SandboxSpec.Network network,
        FunctionCredentials credentials,
        String hostId,
        HostMeter meter,
        SnapshotUse snapshots,
        SecurityGroups groups) {

    /** Options of a worker that takes snapshots only of what asks for them. */
    public WorkerOptions(
            AwsScope scope,
            int endpointPort,
            SandboxSpec.Network network,
            FunctionCredentials credentials,
            String hostId,
            HostMeter meter) {
        this(scope, endpointPort, network, credentials, hostId, meter, SnapshotUse.SNAPSTART, SecurityGroups.NONE);
    }
}
