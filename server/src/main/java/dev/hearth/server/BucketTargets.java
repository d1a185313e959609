package dev.hearth.server;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.s3.NotificationTargets;
import dev.hearth.neighbours.sns.Sns;
import dev.hearth.neighbours.sqs.Sqs;

/** Queues and topics that are there, and functions that S3 may invoke for a bucket. */
record BucketTargets(Sqs sqs, Sns sns, FunctionPermission permission) implements NotificationTargets {

    private static final String PRINCIPAL = "s3.amazonaws.com";
    private static final int SERVICE = 2; // of an ARN's parts

    @Override
    public boolean accepts(String arn, String bucket) {
        try {
            return switch (arn.split(":")[SERVICE]) {
                case "sqs" -> sqs.queues().ofArn(arn) != null;
                case "sns" -> sns.topic(arn) != null;
                default -> permission.allows(PRINCIPAL, arn, "arn:aws:s3:::" + bucket);
            };
        } catch (FaultException notThere) {
            return false;
        }
    }
}
