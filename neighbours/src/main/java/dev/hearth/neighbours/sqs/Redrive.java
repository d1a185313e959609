package dev.hearth.neighbours.sqs;

import dev.hearth.core.AwsScope;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A queue's RedrivePolicy.
 *
 * @param targetArn the dead-letter queue's ARN
 * @param maxReceiveCount how often a message is received before it goes there
 */
record Redrive(String targetArn, int maxReceiveCount) {

    private static final Set<String> MEMBERS = Set.of("deadLetterTargetArn", "maxReceiveCount");

    /** Reads the attribute's value; refuses one that AWS refuses. */
    static Redrive parse(String value, AwsScope scope) {
        Map<String, List<String>> policy = SmallJson.object(value);
        if (policy == null || !MEMBERS.containsAll(policy.keySet())) {
            throw invalid(value, "Redrive policy is not a valid JSON map.");
        }
        String target = SmallJson.first(policy, "deadLetterTargetArn");
        if (target.isEmpty()) {
            throw invalid(value, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
        }
        String count = SmallJson.first(policy, "maxReceiveCount");
        if (count.isEmpty()) {
            throw invalid(value, "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
        }
        if (!target.startsWith(scope.arn("sqs", ""))) {
            throw invalid(value, "Invalid value for deadLetterTargetArn.");
        }
        return new Redrive(target, count(value, count));
    }

    private static int count(String value, String count) {
        try {
            int number = Integer.parseInt(count);
            if (number >= 1 && number <= SqsLimits.MAX_RECEIVE_COUNT) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // The same answer as for a number out of range.
        }
        throw invalid(
                value,
                "Invalid value for maxReceiveCount: " + count + ", valid values are from 1 to 1000"
                        + " both inclusive.");
    }

    private static RuntimeException invalid(String value, String reason) {
        return SqsError.INVALID_PARAMETER_VALUE.because(
                "Value " + value + " for parameter RedrivePolicy is invalid. Reason: " + reason);
    }
}
