package dev.hearth.bench;

/** A stack of many functions, each behind a route of one HTTP API, and the same as single requests. */
final class StackTemplate {

    private static final String ACCOUNT = "000000000000";
    private static final String CODE =
            "def handler(event, context):\\n    return {'statusCode': 200, 'body': 'BODY'}\\n";

    private StackTemplate() {}

    /**
     * The template.
     *
     * @param functions how many
     * @param changed what the first function's environment says
     */
    static String text(int functions, String changed) {
        StringBuilder text = new StringBuilder("{\"Resources\":{"
                + "\"Api\":{\"Type\":\"AWS::ApiGatewayV2::Api\",\"Properties\":{\"Name\":\"bench\","
                + "\"ProtocolType\":\"HTTP\"}},"
                + "\"Stage\":{\"Type\":\"AWS::ApiGatewayV2::Stage\",\"Properties\":{\"ApiId\":{\"Ref\":\"Api\"},"
                + "\"StageName\":\"$default\",\"AutoDeploy\":true}}");
        for (int i = 0; i < functions; i++) {
            text.append(one(i, i == 0 ? changed : "as it was"));
        }
        return text.append("},\"Outputs\":{\"Id\":{\"Value\":{\"Ref\":\"Api\"}}}}")
                .toString();
    }

    private static String one(int i, String says) {
        return ",\"F" + i + "\":{\"Type\":\"AWS::Lambda::Function\",\"Properties\":" + function("of-stack-", i, says)
                + "},\"P" + i + "\":{\"Type\":\"AWS::Lambda::Permission\",\"Properties\":{\"FunctionName\":{\"Ref\":\"F"
                + i + "\"},\"Action\":\"lambda:InvokeFunction\",\"Principal\":\"apigateway.amazonaws.com\"}}"
                + ",\"I" + i + "\":{\"Type\":\"AWS::ApiGatewayV2::Integration\",\"Properties\":{\"ApiId\":{\"Ref\":"
                + "\"Api\"},\"IntegrationType\":\"AWS_PROXY\",\"PayloadFormatVersion\":\"2.0\",\"IntegrationUri\":"
                + "{\"Fn::GetAtt\":[\"F" + i + "\",\"Arn\"]}}}"
                + ",\"R" + i + "\":{\"Type\":\"AWS::ApiGatewayV2::Route\",\"Properties\":{\"ApiId\":{\"Ref\":\"Api\"},"
                + "\"RouteKey\":\"GET /f" + i + "\",\"Target\":{\"Fn::Sub\":\"integrations/${I" + i + "}\"}}}";
    }

    private static String function(String prefix, int i, String says) {
        return "{\"FunctionName\":\"" + prefix + i + "\",\"Runtime\":\"python3.11\",\"Handler\":\"index.handler\","
                + "\"Role\":\"arn:aws:iam::" + ACCOUNT + ":role/any\",\"Environment\":{\"Variables\":{\"SAYS\":\""
                + says + "\"}},\"Code\":{\"ZipFile\":\"" + CODE.replace("BODY", "f" + i) + "\"}}";
    }

    /** The body of a CreateFunction whose package is {@code zip} in base64. */
    static String creation(int i, String zip) {
        String body = function("alone-", i, "as it was");
        int code = body.indexOf("\"Code\":");
        return body.substring(0, code) + "\"Code\":{\"ZipFile\":\"" + zip + "\"}}";
    }

    /** The ARN of the function that {@link #creation} makes. */
    static String arn(int i) {
        return "arn:aws:lambda:us-east-1:" + ACCOUNT + ":function:alone-" + i;
    }
}
