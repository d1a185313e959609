package dev.hearth.aws.sqs;

import dev.hearth.aws.AwsApi;
import dev.hearth.neighbours.sqs.Sqs;

/** The Amazon SQS API (2012-11-05). */
public interface SqsApi {

    /** The API over the queues of this account and region. */
    static AwsApi create(Sqs sqs) {
        return new SqsOperations(sqs);
    }
}
