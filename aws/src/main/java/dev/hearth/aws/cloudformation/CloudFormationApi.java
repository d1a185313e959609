package dev.hearth.aws.cloudformation;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.PlainRoute;
import dev.hearth.neighbours.cloudformation.CloudFormation;
import java.util.function.Supplier;

/** The CloudFormation API. */
public interface CloudFormationApi {

    /** The API over the stacks of this account and region. */
    static AwsApi create(CloudFormation stacks) {
        return new CloudFormationOperations(stacks);
    }

    /** Where custom resources put their answers. */
    static PlainRoute responses(Supplier<CloudFormation> stacks) {
        return new ResponseRoute(stacks);
    }
}
