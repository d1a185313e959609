package dev.hearth.aws.iam;

import dev.hearth.aws.AwsApi;
import dev.hearth.neighbours.iam.Iam;

/** The IAM API (2010-05-08). */
public interface IamApi {

    /** The API over the users, roles and policies of this account. */
    static AwsApi create(Iam iam) {
        return new IamOperations(iam);
    }
}
