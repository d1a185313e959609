package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Stacks, as AWS's SDK makes, changes and deletes them. */
@ExtendWith(SharedHearth.class)
class CloudFormationTest {

    private static final Duration LONG = Duration.ofSeconds(180);

    private static final String APP = """
            Parameters:
              Greeting: {Type: String, Default: hello}
              Delay: {Type: Number, Default: 0}
            Resources:
              Greeter:
                Type: AWS::Lambda::Function
                Properties:
                  Runtime: python3.11
                  Handler: index.handler
                  Role: arn:aws:iam::000000000000:role/any
                  Environment: {Variables: {GREETING: !Ref Greeting, QUEUE: !Ref Jobs}}
                  Code:
                    ZipFile: |
                      import os
                      def handler(event, context):
                          if "Records" in event:
                              print("got", event["Records"][0]["body"])
                          return os.environ["GREETING"] + " " + os.environ["QUEUE"]
              Source:
                Type: AWS::Lambda::EventSourceMapping
                Properties: {EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Greeter}
              Jobs:
                Type: AWS::SQS::Queue
                Properties: {DelaySeconds: !Ref Delay}
            Outputs:
              Name: {Value: !Ref Greeter}
              Queue: {Value: !Ref Jobs}
              Where: {Value: !Sub "${AWS::Region}/${Greeter.Arn}", Description: its place}
            """;

    private final CloudFormationClient stacks;
    private final LambdaClient lambda;
    private final SqsClient sqs;

    CloudFormationTest(Hearth hearth) {
        Clients clients = new Clients(hearth.endpoint(), hearth.keys());
        this.stacks = clients.cloudFormation();
        this.lambda = clients.lambda();
        this.sqs = clients.sqs();
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
        assertThat(stack.stackStatus()).as("%s", events(name)).isEqualTo(status);
        return stack;
    }

    private List<String> events(String name) {
        return stacks.describeStackEvents(request -> request.stackName(name)).stackEvents().stream()
                .sorted((one, other) -> one.timestamp().compareTo(other.timestamp()))
                .map(event -> event.logicalResourceId() + " " + event.resourceStatusAsString()
                        + (event.resourceStatusReason() == null ? "" : " " + event.resourceStatusReason()))
                .toList();
    }

    private static Map<String, String> outputs(Stack stack) {
        return stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }

    private Stack make(String name, String template) {
        stacks.createStack(request -> request.stackName(name).templateBody(template));
        return settled(name, StackStatus.CREATE_COMPLETE);
    }

    @Test
    void aStackOfAFunctionAndItsQueueIsMadeChangedAndDeleted() {
        String name = name();
        Stack made = make(name, APP);
        Map<String, String> outputs = outputs(made);
        String function = outputs.get("Name");

        assertThat(function).startsWith(name.substring(0, 10)).contains("Greeter");
        assertThat(outputs.get("Where"))
                .isEqualTo("us-east-1/arn:aws:lambda:us-east-1:000000000000:function:" + function);
        assertThat(call(function)).isEqualTo("\"hello " + outputs.get("Queue") + "\"");
        assertThat(lambda.listEventSourceMappings(request -> request.functionName(function))
                        .eventSourceMappings())
                .hasSize(1);

        stacks.updateStack(request -> request.stackName(name)
                .usePreviousTemplate(true)
                .parameters(
                        Parameter.builder()
                                .parameterKey("Greeting")
                                .parameterValue("bye")
                                .build(),
                        Parameter.builder()
                                .parameterKey("Delay")
                                .usePreviousValue(true)
                                .build()));
        Stack changed = settled(name, StackStatus.UPDATE_COMPLETE);
        assertThat(call(function)).startsWith("\"bye ");
        assertThat(outputs(changed)).isEqualTo(outputs);
        assertThat(events(name)).contains("Greeter UPDATE_COMPLETE").doesNotContain("Jobs UPDATE_COMPLETE");

        assertThatThrownBy(() -> stacks.updateStack(request -> request.stackName(name)
                        .usePreviousTemplate(true)
                        .parameters(Parameter.builder()
                                .parameterKey("Greeting")
                                .parameterValue("bye")
                                .build())))
                .isInstanceOf(CloudFormationException.class)
                .hasMessageContaining("No updates are to be performed.");

        stacks.deleteStack(request -> request.stackName(name));
        settled(made.stackId(), StackStatus.DELETE_COMPLETE);
        assertThatThrownBy(() -> lambda.getFunction(request -> request.functionName(function)))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(sqs.listQueues(request -> request.queueNamePrefix(name)).queueUrls())
                .isEmpty();
        assertThatThrownBy(() -> stack(name)).hasMessageContaining("Stack with id " + name + " does not exist");
    }

    private String call(String function) {
        return lambda.invoke(request -> request.functionName(function).payload(SdkBytes.fromUtf8String("{}")))
                .payload()
                .asUtf8String();
    }

    @Test
    void whatFailsIsTakenBack() {
        String name = name();
        String template = """
                Resources:
                  Good: {Type: AWS::SQS::Queue}
                  Bad: {Type: AWS::SQS::Queue, DependsOn: Good, Properties: {VisibilityTimeout: 99999999}}
                """;
        String id = stacks.createStack(request -> request.stackName(name).templateBody(template))
                .stackId();
        settled(id, StackStatus.ROLLBACK_COMPLETE);

        assertThat(events(id)).anyMatch(event -> event.startsWith("Bad CREATE_FAILED Resource handler returned"));
        assertThat(events(id)).contains("Good DELETE_COMPLETE");
        assertThat(sqs.listQueues(request -> request.queueNamePrefix(name)).queueUrls())
                .isEmpty();
        assertThat(stacks.describeStackResources(request -> request.stackName(id))
                        .stackResources())
                .allMatch(resource -> resource.resourceStatus() == ResourceStatus.DELETE_COMPLETE);
        stacks.deleteStack(request -> request.stackName(name));
        settled(id, StackStatus.DELETE_COMPLETE);
    }

    @Test
    void anUpdateThatFailsGoesBackToWhatWas() {
        String name = name();
        String before = """
                Resources:
                  Kept: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 1}}
                  Swapped: {Type: AWS::SQS::Queue, Properties: {QueueName: %s-a}}
                """.formatted(name);
        String after = """
                Resources:
                  Kept: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 2}}
                  Swapped: {Type: AWS::SQS::Queue, Properties: {QueueName: %s-b}}
                  New: {Type: AWS::SQS::Queue}
                  Bad: {Type: AWS::SQS::Queue, DependsOn: [Kept, Swapped, New], Properties: {DelaySeconds: -7}}
                """.formatted(name);
        String id = make(name, before).stackId();
        List<String> queues =
                sqs.listQueues(request -> request.queueNamePrefix(name)).queueUrls();

        stacks.updateStack(request -> request.stackName(name).templateBody(after));
        settled(name, StackStatus.UPDATE_ROLLBACK_COMPLETE);

        assertThat(sqs.listQueues(request -> request.queueNamePrefix(name)).queueUrls())
                .containsExactlyInAnyOrderElementsOf(queues);
        stacks.deleteStack(request -> request.stackName(name));
        settled(id, StackStatus.DELETE_COMPLETE);
    }

    @Test
    void aChangeSetSaysWhatItWouldDoAndDoesIt() {
        String name = name();
        String set = "first";
        String template = "Resources: {Q: {Type: 'AWS::SQS::Queue', Properties: {DelaySeconds: 3}}}";
        stacks.createChangeSet(request -> request.stackName(name)
                .changeSetName(set)
                .changeSetType("CREATE")
                .templateBody(template));
        var described =
                stacks.describeChangeSet(request -> request.stackName(name).changeSetName(set));
        assertThat(described.statusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(described.changes().getFirst().resourceChange().actionAsString())
                .isEqualTo("Add");
        assertThat(stack(name).stackStatus()).isEqualTo(StackStatus.REVIEW_IN_PROGRESS);

        stacks.executeChangeSet(request -> request.stackName(name).changeSetName(set));
        settled(name, StackStatus.CREATE_COMPLETE);

        stacks.createChangeSet(
                request -> request.stackName(name).changeSetName("none").templateBody(template));
        assertThat(stacks.describeChangeSet(request -> request.stackName(name).changeSetName("none"))
                        .statusReason())
                .startsWith("The submitted information didn't contain changes.");

        stacks.createChangeSet(request -> request.stackName(name)
                .changeSetName("renamed")
                .templateBody(template.replace("DelaySeconds: 3", "QueueName: " + name)));
        var change = stacks.describeChangeSet(request -> request.stackName(name).changeSetName("renamed"))
                .changes()
                .getFirst()
                .resourceChange();
        assertThat(change.replacementAsString()).isEqualTo("True");
        stacks.deleteStack(request -> request.stackName(name));
    }

    @Test
    void stacksGiveEachOtherTheirExports() {
        String giver = name();
        String taker = name();
        make(giver, """
                Resources: {Q: {Type: "AWS::SQS::Queue"}}
                Outputs: {Q: {Value: !GetAtt Q.Arn, Export: {Name: !Sub "${AWS::StackName}-q"}}}
                """);
        make(taker, """
                Resources:
                  Q:
                    Type: AWS::SQS::Queue
                    Properties:
                      RedrivePolicy: {deadLetterTargetArn: {"Fn::ImportValue": "%s-q"}, maxReceiveCount: 3}
                """.formatted(giver));

        assertThat(stacks.listImports(request -> request.exportName(giver + "-q"))
                        .imports())
                .containsExactly(taker);
        assertThatThrownBy(() -> stacks.deleteStack(request -> request.stackName(giver)))
                .hasMessageContaining("as it is in use by " + taker);
        stacks.deleteStack(request -> request.stackName(taker));
    }

    @Test
    void aCustomResourceIsMadeByItsFunction() {
        String name = name();
        String template = """
                Resources:
                  Maker:
                    Type: AWS::Lambda::Function
                    Properties:
                      Runtime: python3.11
                      Handler: index.handler
                      Role: arn:aws:iam::000000000000:role/any
                      Code:
                        ZipFile: |
                          import cfnresponse
                          def handler(event, context):
                              kind = event["RequestType"]
                              data = {"Said": event["ResourceProperties"]["Word"] + "!", "Kind": kind} \\
                                  if kind != "Delete" else {}
                              cfnresponse.send(event, context, cfnresponse.SUCCESS, data, "thing-1")
                  Thing:
                    Type: Custom::Thing
                    Properties: {ServiceToken: !GetAtt Maker.Arn, Word: hey}
                Outputs: {Said: {Value: !GetAtt Thing.Said}, Kind: {Value: !GetAtt Thing.Kind}, Id: {Value: !Ref Thing}}
                """;
        Stack made = make(name, template);

        assertThat(outputs(made)).isEqualTo(Map.of("Said", "hey!", "Kind", "Create", "Id", "thing-1"));
        stacks.updateStack(request -> request.stackName(name).templateBody(template.replace("hey", "you")));
        assertThat(outputs(settled(made.stackId(), StackStatus.UPDATE_COMPLETE)))
                .isEqualTo(Map.of("Said", "you!", "Kind", "Update", "Id", "thing-1"));
        stacks.deleteStack(request -> request.stackName(name));
        settled(made.stackId(), StackStatus.DELETE_COMPLETE);
    }

    @Test
    void whatIsAskedWronglyIsRefusedInAwsWords() {
        assertThatThrownBy(() -> stacks.createStack(
                        request -> request.stackName(name()).templateBody("Resources: {Q: {Type: 'AWS::No::Such'}}")))
                .hasMessageContaining("Template format error: Unrecognized resource types: [AWS::No::Such]");
        assertThatThrownBy(() ->
                        stacks.createStack(request -> request.stackName("1x").templateBody("{}")))
                .hasMessageContaining("stackName");
        assertThatThrownBy(() -> stacks.validateTemplate(request -> request.templateBody("a: [")))
                .hasMessageContaining("YAML not well-formed");
        assertThat(stacks.validateTemplate(request -> request.templateBody(APP)).parameters())
                .hasSize(2);
    }
}
