package dev.hearth.services.placement;

import dev.hearth.services.placement.WorkerHost.Resources;
import dev.hearth.services.worker.EnvironmentSpec;
import java.util.Set;

/**
 * A wish for one new environment.
 *
 * @param functionArn unqualified ARN of its function
 * @param codeDigest SHA-256 of its package
 * @param resources its limits
 * @param excluded hosts that have just refused it
 * @param draw a random number, from the house's randomness: all the chance that the decision uses
 */
public record PlacementRequest(
        String functionArn, String codeDigest, Resources resources, Set<String> excluded, long draw) {

    public PlacementRequest {
        excluded = Set.copyOf(excluded);
    }

    /** The wish for an environment of {@code spec}. */
    public static PlacementRequest of(EnvironmentSpec spec, Set<String> excluded, long draw) {
        return new PlacementRequest(
                spec.functionArn(), spec.codeDigest(), Resources.ofFunction(spec.memoryMb()), excluded, draw);
    }
}
