package dev.hearth.services.assignment;

import dev.hearth.services.worker.EnvironmentSpec;

/**
 * What makes environments interchangeable: those of one pool can stand in for one another, those of two never.
 *
 * @param functionArn unqualified ARN
 * @param version {@code $LATEST} or a number
 * @param revision of code and configuration
 * @param tenantId the tenant, empty for none
 * @param provisionedFor the version or alias whose provisioned concurrency they are; empty for on-demand ones
 */
record PoolKey(String functionArn, String version, String revision, String tenantId, String provisionedFor) {

    static PoolKey onDemand(EnvironmentSpec spec) {
        return provisioned(spec, "");
    }

    static PoolKey provisioned(EnvironmentSpec spec, String qualifier) {
        return new PoolKey(spec.functionArn(), spec.version(), spec.revision(), spec.tenantId(), qualifier);
    }
}
