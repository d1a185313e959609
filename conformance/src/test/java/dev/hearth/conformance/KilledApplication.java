package dev.hearth.conformance;

import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;

/** An application of many services for stacks that are killed, and what the services say is there of it. */
final class KilledApplication {

    private static final String COMMON = """
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: "2012-10-17"
                    Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]
              Team: {Type: AWS::IAM::Group, Properties: {GroupName: killed-team}}
              Rights:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  Roles: [!Ref Role]
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement: [{Effect: Allow, Action: "sqs:*", Resource: !GetAtt Jobs.Arn}]
              Worker:
                Type: AWS::Lambda::Function
                Properties:
                  FunctionName: killed-worker
                  Runtime: python3.11
                  Handler: index.handler
                  Role: !GetAtt Role.Arn
                  Environment: {Variables: {MARK: "@mark@"}}
                  Code: {ZipFile: "def handler(event, context): return 1"}
              Source:
                Type: AWS::Lambda::EventSourceMapping
                Properties: {EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Worker}
              Link: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !Ref Worker, AuthType: NONE}}
              Live:
                Type: AWS::Lambda::Alias
                Properties: {FunctionName: !Ref Worker, FunctionVersion: $LATEST, Name: live}
              Jobs: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: @delay@}}
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: killed-@mark@
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
              Files: {Type: AWS::S3::Bucket}
              Lines: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: killed-lines}}
              Often: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), State: DISABLED}}
              Setting: {Type: AWS::SSM::Parameter, Properties: {Name: /killed, Type: String, Value: "@mark@"}}
              Nightly:
                Type: AWS::Scheduler::Schedule
                Properties:
                  Name: killed-nightly
                  ScheduleExpression: rate(1 day)
                  FlexibleTimeWindow: {Mode: "OFF"}
                  Target: {Arn: !GetAtt Jobs.Arn, RoleArn: !GetAtt Role.Arn}
              Http:
                Type: AWS::ApiGatewayV2::Api
                Properties: {Name: killed, ProtocolType: HTTP, Target: !GetAtt Worker.Arn}
            """;

    /** The application as it is first. */
    static final String BEFORE = COMMON.replace("@mark@", "one").replace("@delay@", "1")
            + "  News: {Type: AWS::SNS::Topic, Properties: {TopicName: killed-news}}\n";

    /** Changed: a table replaced, a topic gone, a queue new. */
    static final String AFTER = COMMON.replace("@mark@", "two").replace("@delay@", "2")
            + "  More: {Type: AWS::SQS::Queue, Properties: {QueueName: killed-more}}\n";

    /** The same change with something that cannot be made when all the rest is. */
    static final String BAD = AFTER + """
              Bad:
                Type: AWS::SQS::Queue
                DependsOn: [Source, Link, Live, Table, Files, Often, Setting, Nightly, Http, More, Rights]
                Properties: {DelaySeconds: -1}
            """;

    /** How many resources of a whole stack {@link #there} lists. */
    static final int LISTED = 14;

    private static final Set<String> PARTS = Set.of("AWS::Lambda::Url", "AWS::Lambda::Alias");

    private KilledApplication() {}

    /** A resource of a stack, as {@link #there} calls it. */
    static String named(StackResource resource) {
        return last(resource.resourceType().replace("AWS::", "")) + " " + last(resource.physicalResourceId());
    }

    /** Whether it is listed by a service for itself. */
    static boolean isListed(StackResource resource) {
        return !PARTS.contains(resource.resourceType());
    }

    private static String last(String id) {
        return id.substring(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1);
    }

    /** All that the services have. */
    static Set<String> there(Clients clients) {
        Set<String> all = new TreeSet<>();
        clients.iam().listRoles().roles().stream()
                .filter(role -> !role.path().startsWith("/aws-service-role/"))
                .forEach(role -> all.add("Role " + role.roleName()));
        clients.iam().listGroups().groups().forEach(group -> all.add("Group " + group.groupName()));
        clients.iam()
                .listPolicies(request -> request.scope(PolicyScopeType.LOCAL))
                .policies()
                .forEach(policy -> all.add("ManagedPolicy " + policy.policyName()));
        clients.lambda()
                .listFunctions()
                .functions()
                .forEach(function -> all.add("Function " + function.functionName()));
        clients.lambda()
                .listEventSourceMappings()
                .eventSourceMappings()
                .forEach(mapping -> all.add("EventSourceMapping " + mapping.uuid()));
        clients.sqs().listQueues().queueUrls().forEach(url -> all.add("Queue " + last(url)));
        clients.dynamoDb().listTables().tableNames().forEach(table -> all.add("Table " + table));
        clients.s3().listBuckets().buckets().forEach(bucket -> all.add("Bucket " + bucket.name()));
        // A function's own log group is made when it first runs, and no stack has it.
        clients.logs().describeLogGroups().logGroups().stream()
                .map(LogGroup::logGroupName)
                .filter(group -> !group.startsWith("/aws/lambda/"))
                .forEach(group -> all.add("LogGroup " + group));
        clients.events().listRules(request -> {}).rules().forEach(rule -> all.add("Rule " + rule.name()));
        clients.ssm().describeParameters().parameters().forEach(one -> all.add("Parameter " + last(one.name())));
        clients.scheduler().listSchedules(request -> {}).schedules().stream()
                .map(ScheduleSummary::name)
                .forEach(schedule -> all.add("Schedule " + schedule));
        clients.http().getApis().items().forEach(api -> all.add("Api " + api.apiId()));
        clients.sns().listTopics().topics().forEach(topic -> all.add("Topic " + last(topic.topicArn())));
        return all;
    }
}
