package dev.hearth.neighbours.sqs;

import dev.hearth.core.FaultException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A queue's RedriveAllowPolicy: whose dead-letter queue it may be.
 *
 * @param permission {@code allowAll}, {@code denyAll} or {@code byQueue}
 * @param sources the ARNs that {@code byQueue} allows
 */
record AllowPolicy(String permission, List<String> sources) {

    static final AllowPolicy ALL = new AllowPolicy("allowAll", List.of());

    private static final int MAX_SOURCES = 10;
    private static final Set<String> MEMBERS = Set.of("redrivePermission", "sourceQueueArns");

    static AllowPolicy parse(String value) {
        Map<String, List<String>> policy = SmallJson.object(value);
        if (policy == null || !MEMBERS.containsAll(policy.keySet())) {
            throw invalid(value, "Redrive allow policy is not a valid JSON map.");
        }
        String permission = SmallJson.first(policy, "redrivePermission");
        List<String> sources = policy.getOrDefault("sourceQueueArns", List.of());
        switch (permission) {
            case "allowAll", "denyAll" -> {
                if (!sources.isEmpty()) {
                    throw invalid(value, "sourceQueueArns can be specified only with byQueue.");
                }
            }
            case "byQueue" -> {
                if (sources.isEmpty() || sources.size() > MAX_SOURCES) {
                    throw invalid(value, "byQueue needs 1 to " + MAX_SOURCES + " sourceQueueArns.");
                }
            }
            default -> throw invalid(value, "redrivePermission must be one of allowAll, denyAll, byQueue.");
        }
        return new AllowPolicy(permission, List.copyOf(sources));
    }

    boolean allows(String sourceArn) {
        return permission.equals("allowAll") || sources.contains(sourceArn);
    }

    private static FaultException invalid(String value, String reason) {
        return SqsError.INVALID_PARAMETER_VALUE.because(
                "Value " + value + " for parameter RedriveAllowPolicy is invalid. Reason: " + reason);
    }
}
