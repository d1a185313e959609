package dev.hearth.services.counting;

import java.util.Map;
import java.util.OptionalInt;

/**
 * One function's counts.
 *
 * @param functionArn unqualified ARN
 * @param reserved its reserved concurrency, if it has some
 * @param onDemandInUse units in use from its reserved or the account's unreserved concurrency
 * @param provisioned its provisioned concurrency by version or alias
 * @param throttles refusals since the start; every reason is there
 */
public record FunctionUsage(
        String functionArn,
        OptionalInt reserved,
        int onDemandInUse,
        Map<String, Provisioned> provisioned,
        Map<ThrottleReason, Long> throttles) {

    public FunctionUsage {
        provisioned = Map.copyOf(provisioned);
        throttles = Map.copyOf(throttles);
    }

    /**
     * The provisioned concurrency of one version or alias.
     *
     * @param requested environments asked for
     * @param available environments ready, idle or busy
     * @param inUse those that are busy; for a moment more than available, after that was lowered
     */
    public record Provisioned(int requested, int available, int inUse) {}

    /** Units in use, all together. */
    public int inUse() {
        return onDemandInUse
                + provisioned.values().stream().mapToInt(Provisioned::inUse).sum();
    }
}
