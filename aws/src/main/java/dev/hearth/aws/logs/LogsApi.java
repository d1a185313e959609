package dev.hearth.aws.logs;

import dev.hearth.aws.AwsApi;
import dev.hearth.services.logs.Logs;

/** The CloudWatch Logs API (2014-03-28). */
public interface LogsApi {

    /** The API over the log groups of this account and region. */
    static AwsApi create(Logs logs) {
        return new LogsOperations(logs);
    }
}
