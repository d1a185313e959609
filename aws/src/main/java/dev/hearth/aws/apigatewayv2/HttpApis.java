package dev.hearth.aws.apigatewayv2;

import dev.hearth.aws.AwsApi;
import dev.hearth.neighbours.apigateway.ApiGateway;

/** The API Gateway V2 API (2018-11-29): HTTP and WebSocket APIs. */
public interface HttpApis {

    /** The API over the HTTP and WebSocket APIs of this account and region. */
    static AwsApi create(ApiGateway gateway) {
        return new HttpApiOperations(gateway);
    }
}
