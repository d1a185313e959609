package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** A stack of resources of every service that an application is made of. */
@ExtendWith(SharedHearth.class)
class StackTypesTest {

    private static final Duration LONG = Duration.ofSeconds(180);

    private static final String APPLICATION = """
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: "2012-10-17"
                    Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]
                  ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
                  Policies:
                    - PolicyName: own
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement: [{Effect: Allow, Action: "dynamodb:*", Resource: !GetAtt Table.Arn}]
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
              Global:
                Type: AWS::DynamoDB::GlobalTable
                Properties:
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  Replicas: [{Region: !Ref "AWS::Region"}]
              Bucket:
                Type: AWS::S3::Bucket
                Properties:
                  VersioningConfiguration: {Status: Enabled}
                  Tags: [{Key: a, Value: b}]
              Allowed:
                Type: AWS::S3::BucketPolicy
                Properties:
                  Bucket: !Ref Bucket
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Allow
                        Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}
                        Action: s3:GetObject
                        Resource: !Sub "${Bucket.Arn}/*"
              Setting: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref Table}}
              Greeter:
                Type: AWS::Lambda::Function
                Properties:
                  Runtime: python3.11
                  Handler: index.handler
                  Role: !GetAtt Role.Arn
                  Code:
                    ZipFile: |
                      def handler(event, context):
                          return {"statusCode": 200, "body": "hello"}
              Http: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: h, ProtocolType: HTTP}}
              Call:
                Type: AWS::ApiGatewayV2::Integration
                Properties:
                  ApiId: !Ref Http
                  IntegrationType: AWS_PROXY
                  IntegrationUri: !GetAtt Greeter.Arn
                  PayloadFormatVersion: "2.0"
              Route:
                Type: AWS::ApiGatewayV2::Route
                Properties: {ApiId: !Ref Http, RouteKey: GET /hello, Target: !Sub "integrations/${Call}"}
              Live:
                Type: AWS::ApiGatewayV2::Stage
                Properties: {ApiId: !Ref Http, StageName: $default, AutoDeploy: true}
              Rest: {Type: AWS::ApiGateway::RestApi, Properties: {Name: r}}
              Path:
                Type: AWS::ApiGateway::Resource
                Properties: {RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: todos}
              Get:
                Type: AWS::ApiGateway::Method
                Properties:
                  RestApiId: !Ref Rest
                  ResourceId: !Ref Path
                  HttpMethod: GET
                  AuthorizationType: NONE
                  Integration:
                    Type: AWS_PROXY
                    IntegrationHttpMethod: POST
                    Uri: !Sub
                      - arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Its}/invocations
                      - {Its: !GetAtt Greeter.Arn}
              Deployed: {Type: AWS::ApiGateway::Deployment, DependsOn: Get, Properties: {RestApiId: !Ref Rest}}
              Stage:
                Type: AWS::ApiGateway::Stage
                Properties: {RestApiId: !Ref Rest, DeploymentId: !Ref Deployed, StageName: prod}
              Plan:
                Type: AWS::ApiGateway::UsagePlan
                Properties: {ApiStages: [{ApiId: !Ref Rest, Stage: !Ref Stage}]}
            Outputs: {Table: {Value: !Ref Table}, Bucket: {Value: !Ref Bucket}}
            """;

    private final CloudFormationClient stacks;

    StackTypesTest(Hearth hearth) {
        this.stacks = new Clients(hearth.endpoint(), hearth.keys()).cloudFormation();
    }

    private static String name() {
        return "s-" + UUID.randomUUID();
    }

    private Stack stack(String name) {
        return stacks.describeStacks(request -> request.stackName(name))
                .stacks()
                .getFirst();
    }

    private Stack settled(String name, StackStatus status) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !stack(name).stackStatusAsString().endsWith("IN_PROGRESS"));
        Stack stack = stack(name);
        assertThat(stack.stackStatus())
                .as("%s", stacks.describeStackEvents(request -> request.stackName(name)))
                .isEqualTo(status);
        return stack;
    }

    private static Map<String, String> outputs(Stack stack) {
        return stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }

    @Test
    void everyServiceOfAnApplicationHasItsResources() {
        String name = name();
        assertThatThrownBy(() ->
                        stacks.createStack(request -> request.stackName(name).templateBody(APPLICATION)))
                .hasMessageContaining("Requires capabilities : [CAPABILITY_IAM]");
        String id = stacks.createStack(request ->
                        request.stackName(name).templateBody(APPLICATION).capabilitiesWithStrings("CAPABILITY_IAM"))
                .stackId();
        Stack made = settled(id, StackStatus.CREATE_COMPLETE);
        assertThat(outputs(made).get("Bucket")).startsWith(name.substring(0, 10));

        stacks.deleteStack(request -> request.stackName(name));
        settled(id, StackStatus.DELETE_COMPLETE);
    }
}
