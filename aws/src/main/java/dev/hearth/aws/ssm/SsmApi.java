package dev.hearth.aws.ssm;

import dev.hearth.aws.AwsApi;
import dev.hearth.neighbours.ssm.Ssm;

/** The SSM API (2014-11-06). */
public interface SsmApi {

    /** The API over the parameters of this account and region. */
    static AwsApi create(Ssm ssm) {
        return new SsmOperations(ssm);
    }
}
