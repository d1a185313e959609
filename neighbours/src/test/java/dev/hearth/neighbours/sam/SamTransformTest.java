package dev.hearth.neighbours.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Template;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SamTransformTest {

    private static final SamTransform SAM = SamTransform.create("aws", "us-east-1");

    private static final String APPLICATION = """
            Transform: AWS::Serverless-2016-10-31
            Globals:
              Function: {Runtime: python3.13, Timeout: 9, Environment: {Variables: {STAGE: test}}}
            Resources:
              Hello:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: s3://code/hello.zip
                  Handler: app.handler
                  Environment: {Variables: {NAME: hello}}
                  Policies: [AWSLambdaRole, {SQSSendMessagePolicy: {QueueName: !GetAtt Jobs.QueueName}}]
                  Events:
                    Get: {Type: Api, Properties: {Path: '/hello/{name}', Method: get}}
                    Job: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}
              Jobs: {Type: AWS::SQS::Queue}
            Outputs:
              Url: {Value: !Sub 'https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com/Prod/hello/you'}
              Role: {Value: !GetAtt HelloRole.Arn}
            """;

    @Test
    void aFunctionWithAnApiBecomesWhatServesIt() {
        Map<String, Object> resources = resources(APPLICATION);

        Map<String, String> types = new TreeMap<>();
        resources.forEach((id, resource) ->
                types.put(id.replaceAll("[0-9a-f]{10}$", "#"), String.valueOf(((Map<?, ?>) resource).get("Type"))));
        assertThat(types)
                .containsOnly(
                        Map.entry("Hello", "AWS::Lambda::Function"),
                        Map.entry("HelloRole", "AWS::IAM::Role"),
                        Map.entry("HelloJob", "AWS::Lambda::EventSourceMapping"),
                        Map.entry("HelloGetPermissionProd", "AWS::Lambda::Permission"),
                        Map.entry("ServerlessRestApi", "AWS::ApiGateway::RestApi"),
                        Map.entry("ServerlessRestApiDeployment#", "AWS::ApiGateway::Deployment"),
                        Map.entry("ServerlessRestApiProdStage", "AWS::ApiGateway::Stage"),
                        Map.entry("Jobs", "AWS::SQS::Queue"));
        assertThat(at(resources, "Hello", "Properties", "Environment", "Variables"))
                .isEqualTo(Map.of("STAGE", "test", "NAME", "hello"));
        assertThat(String.valueOf(at(resources, "HelloRole", "Properties", "ManagedPolicyArns")))
                .contains(
                        "service-role/AWSLambdaBasicExecutionRole", "service-role/AWSLambdaRole", "SQSQueueExecution");
        assertThat(String.valueOf(at(resources, "HelloRole", "Properties", "Policies")))
                .contains("sqs:SendMessage*", ":${queueName}");
        assertThat(at(resources, "ServerlessRestApi", "Properties", "Body", "paths", "/hello/{name}", "get"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsKey("x-amazon-apigateway-integration");
    }

    @Test
    void anotherApiIsAnotherDeploymentAndTheSameIsTheSame() {
        String changed = APPLICATION.replace("Method: get", "Method: post");

        assertThat(deployment(APPLICATION)).isEqualTo(deployment(APPLICATION)).isNotEqualTo(deployment(changed));
    }

    @Test
    void aVersionIsNamedAfterItsCode() {
        String one = """
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties: {CodeUri: 's3://b/k', Handler: a.b, Runtime: r, AutoPublishAlias: live}
                Outputs: {Alias: {Value: !Ref F.Alias}, Version: {Value: !Ref F.Version}}
                """;

        Map<String, Object> template = translated(one);

        String version = String.valueOf(at(template, "Outputs", "Version", "Value", "Ref"));
        assertThat(version).matches("FVersion[0-9a-f]{10}");
        assertThat(at(template, "Outputs", "Alias", "Value", "Ref")).isEqualTo("FAliaslive");
        assertThat(at(template, "Resources", version, "DeletionPolicy")).isEqualTo("Retain");
        assertThat(String.valueOf(translated(one.replace("b/k", "b/l")))).doesNotContain(version);
    }

    @Test
    void whatAnHttpApiAsksForIsInItsDefinition() {
        Map<String, Object> resources = resources("""
                Globals: {HttpApi: {CorsConfiguration: {AllowOrigins: ['https://a.example']}}}
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      {InlineCode: x, Handler: a.b, Runtime: r, Events: {Any: {Type: HttpApi}}}
                """);

        assertThat(at(resources, "ServerlessHttpApi", "Properties", "Body", "x-amazon-apigateway-cors"))
                .isEqualTo(Map.of("allowOrigins", java.util.List.of("https://a.example")));
        assertThat(resources).containsKey("ServerlessHttpApiApiGatewayDefaultStage");
    }

    @Test
    void whatIsWrongIsToldAllAtOnce() {
        assertThatThrownBy(() -> translated("""
                Resources:
                  F: {Type: AWS::Serverless::Function, Properties: {CodeUri: here, Handler: a.b, Runtime: r}}
                  M: {Type: AWS::Serverless::StateMachine, Properties: {}}
                  T: {Type: AWS::Serverless::SimpleTable, Properties: {Speed: 9}}
                """))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("Number of errors found: 3.")
                .hasMessageContaining("Resource with id [F] is invalid. 'CodeUri' is not a valid S3 Uri")
                .hasMessageContaining("Resources of type AWS::Serverless::StateMachine are not supported here.")
                .hasMessageContaining("property Speed not defined for resource of type AWS::Serverless::SimpleTable");
    }

    @Test
    void theGivenTemplateStaysAsItWas() {
        Map<String, Object> template = Template.read(APPLICATION).tree();
        String before = template.toString();

        SAM.transform(template, Map.of());

        assertThat(template.toString()).isEqualTo(before);
    }

    private static Map<String, Object> translated(String yaml) {
        return SAM.apply(Template.read(yaml).tree(), Map.of());
    }

    private static Map<String, Object> resources(String yaml) {
        return Tree.members(translated(yaml).get("Resources"));
    }

    private static String deployment(String yaml) {
        return resources(yaml).keySet().stream()
                .filter(id -> id.startsWith("ServerlessRestApiDeployment"))
                .findFirst()
                .orElseThrow();
    }

    private static Object at(Map<String, Object> tree, String... path) {
        Object value = tree;
        for (String name : path) {
            value = ((Map<?, ?>) value).get(name);
        }
        return value;
    }
}
