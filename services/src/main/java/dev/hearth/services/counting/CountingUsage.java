package dev.hearth.services.counting;

import java.util.List;
import java.util.Map;

/**
 * The account's counts, for status, metrics and GetAccountSettings.
 *
 * @param concurrentExecutions the account's limit
 * @param unreservedConcurrentExecutions the part of it that no function has reserved or provisioned
 * @param inUse units in use, all together
 * @param unreservedInUse those of them that came from the unreserved part
 * @param holders holders alive
 * @param throttles refusals since the start; every reason is there
 * @param functions one for each function known, in no order
 */
public record CountingUsage(
        int concurrentExecutions,
        int unreservedConcurrentExecutions,
        int inUse,
        int unreservedInUse,
        int holders,
        Map<ThrottleReason, Long> throttles,
        List<FunctionUsage> functions) {

    public CountingUsage {
        throttles = Map.copyOf(throttles);
        functions = List.copyOf(functions);
    }
}
