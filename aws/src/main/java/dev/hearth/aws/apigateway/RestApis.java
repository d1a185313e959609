package dev.hearth.aws.apigateway;

import dev.hearth.aws.AwsApi;
import dev.hearth.neighbours.apigateway.ApiGateway;

/** The API Gateway API (2015-07-09): REST APIs. */
public interface RestApis {

    /** The API over the REST APIs of this account and region. */
    static AwsApi create(ApiGateway gateway) {
        return new RestApiOperations(gateway);
    }
}
