package dev.hearth.neighbours.sam;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How API Gateway names a function that it shall call. */
final class LambdaUri {

    private LambdaUri() {}

    /** The call of {@code target}; {@code transferMode} of a response stream, or null. */
    static Map<String, Object> of(Target target, String partition, @Nullable Object transferMode) {
        boolean streams = "RESPONSE_STREAM".equals(transferMode);
        String path = (streams ? "2021-11-15" : "2015-03-31") + "/functions/" + Fn.inText(target.arn())
                + (streams ? "/response-streaming-invocations" : "/invocations");
        return Fn.sub("arn:" + partition + ":apigateway:${AWS::Region}:lambda:path/" + path);
    }

    /** The call of the authorizer whose ARN is {@code functionArn}. */
    static Map<String, Object> ofAuthorizer(@Nullable Object functionArn, String partition) {
        return Fn.sub(
                "arn:" + partition
                        + ":apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations",
                Tree.map("__FunctionArn__", functionArn));
    }

    /** The ARN of {@code resource} of the API {@code apiId}, in which {@code ${__ApiId__}} stands for the id. */
    static Map<String, Object> execute(String partition, String resource, Map<String, Object> variables) {
        return Fn.sub("arn:" + partition + ":execute-api:${AWS::Region}:${AWS::AccountId}:" + resource, variables);
    }
}
