package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindow;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesResponse;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.scheduler.model.Tag;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.services.scheduler.model.ValidationException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** EventBridge Scheduler with the SDK for Java, boto3 and the AWS CLI: each schedule is due at once or in a second. */
@ExtendWith(SharedHearth.class)
class SchedulerTest {

    private static final String TELLS = """
            def handler(event, context):
                print("heard", event["hello"], event["at"])
            """;
    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final FlexibleTimeWindow OFF =
            FlexibleTimeWindow.builder().mode(FlexibleTimeWindowMode.OFF).build();

    private final Hearth hearth;
    private final SchedulerClient scheduler;
    private final SqsClient sqs;

    @TempDir
    private Path home;

    SchedulerTest(Hearth hearth) {
        this.hearth = hearth;
        this.scheduler = new Clients(hearth.endpoint(), hearth.keys()).scheduler();
        this.sqs = new Clients(hearth.endpoint(), hearth.keys()).sqs();
    }

    private static String name(String what) {
        return what + "-" + UUID.randomUUID();
    }

    private String queue() {
        return sqs.createQueue(request -> request.queueName(name("scheduled"))).queueUrl();
    }

    private String arn(String queueUrl) {
        return sqs.getQueueAttributes(
                        request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private List<Message> receive(String queueUrl) {
        return Received.from(sqs, queueUrl, request -> request.messageAttributeNames("All"));
    }

    private static Target target(String arn, String input) {
        return Target.builder().arn(arn).roleArn(Function.ROLE).input(input).build();
    }

    private static String inOneSecond() {
        return "at(" + AT.format(Instant.now().plusSeconds(1)) + ")";
    }

    private void make(String name, String expression, Target target) {
        scheduler.createSchedule(request -> request.name(name)
                .scheduleExpression(expression)
                .flexibleTimeWindow(OFF)
                .actionAfterCompletion(ActionAfterCompletion.DELETE)
                .target(target));
    }

    @Test
    void aFunctionIsInvokedAtItsTimeAndTheScheduleGoes() {
        String name = name("once");
        try (Function function = Function.python(hearth, TELLS)) {
            String arn = hearth.lambda()
                    .getFunction(request -> request.functionName(function.name()))
                    .configuration()
                    .functionArn();
            String expression = inOneSecond();
            make(name, expression, target(arn, "{\"hello\":\"you\",\"at\":\"<aws.scheduler.scheduled-time>\"}"));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(hearth.logs()
                                    .filterLogEvents(request -> request.logGroupName(function.logGroup()))
                                    .events())
                            .anyMatch(event -> event.message()
                                    .contains("heard you " + expression.substring(3, expression.length() - 1) + "Z")));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThatThrownBy(() -> scheduler.getSchedule(request -> request.name(name)))
                            .isInstanceOf(ResourceNotFoundException.class)
                            .hasMessageContaining("Schedule " + name + " does not exist."));
        }
    }

    @Test
    void queuesTopicsAndOperationsAreReached() {
        String queue = queue();
        String topic = new Clients(hearth.endpoint(), hearth.keys())
                .sns()
                .createTopic(request -> request.name(name("topic")))
                .topicArn();
        new Clients(hearth.endpoint(), hearth.keys())
                .sns()
                .subscribe(request -> request.topicArn(topic)
                        .protocol("sqs")
                        .endpoint(arn(queue))
                        .attributes(Map.of("RawMessageDelivery", "true")));
        new Clients(hearth.endpoint(), hearth.keys())
                .events()
                .putRule(request -> request.name("of-schedules")
                        .eventPattern("{\"source\":[\"my.schedule\"],\"detail\":{\"a\":[1]}}"));
        new Clients(hearth.endpoint(), hearth.keys())
                .events()
                .putTargets(request -> request.rule("of-schedules")
                        .targets(software.amazon.awssdk.services.eventbridge.model.Target.builder()
                                .id("q")
                                .arn(arn(queue))
                                .inputPath("$.detail-type")
                                .build()));
        String fifo = sqs.createQueue(request -> request.queueName(name("f") + ".fifo")
                        .attributes(Map.of(
                                QueueAttributeName.FIFO_QUEUE,
                                "true",
                                QueueAttributeName.CONTENT_BASED_DEDUPLICATION,
                                "true")))
                .queueUrl();

        make(
                name("e"),
                "rate(1 hour)",
                target("arn:aws:events:us-east-1:000000000000:event-bus/default", "{\"a\":1}").toBuilder()
                        .eventBridgeParameters(bus -> bus.source("my.schedule").detailType("by the bus"))
                        .build());
        assertThat(receive(queue)).extracting(Message::body).containsExactly("\"by the bus\"");
        make(name("q"), "rate(1 hour)", target(arn(queue), "<aws.scheduler.attempt-number>"));
        assertThat(receive(queue)).extracting(Message::body).containsExactly("1");
        make(name("t"), "rate(1 hour)", target(topic, "by the topic"));
        assertThat(receive(queue)).extracting(Message::body).containsExactly("by the topic");
        make(
                name("u"),
                "rate(1 hour)",
                target(
                        "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
                        "{\"QueueUrl\":\"" + queue + "\",\"MessageBody\":\"by the API\"}"));
        assertThat(receive(queue)).extracting(Message::body).containsExactly("by the API");
        make(
                name("g"),
                "rate(1 hour)",
                target(arn(fifo), "in a group").toBuilder()
                        .sqsParameters(parameters -> parameters.messageGroupId("group"))
                        .build());
        assertThat(receive(fifo)).extracting(Message::body).containsExactly("in a group");
    }

    @Test
    void whatCannotBeDeliveredIsADeadLetter() {
        String dead = queue();
        String gone = "arn:aws:sqs:us-east-1:000000000000:" + name("nobody");
        make(
                name("lost"),
                "rate(1 hour)",
                target(gone, "hello").toBuilder()
                        .deadLetterConfig(config -> config.arn(arn(dead)))
                        .retryPolicy(policy -> policy.maximumRetryAttempts(0))
                        .build());

        Message letter = receive(dead).getFirst();
        assertThat(letter.body()).isEqualTo("hello");
        assertThat(letter.messageAttributes())
                .containsKeys("ERROR_CODE", "ERROR_MESSAGE", "EXECUTION_ID", "SCHEDULE_ARN", "SCHEDULED_TIME");
        assertThat(letter.messageAttributes().get("TARGET_ARN").stringValue()).isEqualTo(gone);
    }

    @Test
    void schedulesAreKeptAsTheyWereSaid() {
        String name = name("kept");
        scheduler.createSchedule(request -> request.name(name)
                .scheduleExpression("cron(0 10 ? * MON-FRI *)")
                .scheduleExpressionTimezone("Europe/Berlin")
                .description("words")
                .state(ScheduleState.DISABLED)
                .flexibleTimeWindow(
                        window -> window.mode(FlexibleTimeWindowMode.FLEXIBLE).maximumWindowInMinutes(15))
                .target(target("arn:aws:sqs:us-east-1:000000000000:q", "x")));

        GetScheduleResponse kept = scheduler.getSchedule(request -> request.name(name));
        assertThat(kept.arn()).isEqualTo("arn:aws:scheduler:us-east-1:000000000000:schedule/default/" + name);
        assertThat(kept.scheduleExpressionTimezone()).isEqualTo("Europe/Berlin");
        assertThat(kept.flexibleTimeWindow().maximumWindowInMinutes()).isEqualTo(15);
        assertThat(kept.state()).isEqualTo(ScheduleState.DISABLED);
        assertThat(kept.target().retryPolicy().maximumRetryAttempts()).isEqualTo(185);
        assertThat(kept.target().retryPolicy().maximumEventAgeInSeconds()).isEqualTo(86_400);
        assertThat(kept.creationDate()).isBetween(Instant.now().minusSeconds(60), Instant.now());

        scheduler.updateSchedule(request -> request.name(name)
                .scheduleExpression("rate(5 minutes)")
                .startDate(Instant.now().plusSeconds(3_600))
                .flexibleTimeWindow(OFF)
                .target(target("arn:aws:sqs:us-east-1:000000000000:q", "x")));
        GetScheduleResponse updated = scheduler.getSchedule(request -> request.name(name));
        assertThat(updated.description()).as("an update replaces everything").isNull();
        assertThat(updated.state()).isEqualTo(ScheduleState.ENABLED);
        assertThatThrownBy(() -> make(name, "rate(1 hour)", target("arn:aws:sqs:us-east-1:000000000000:q", "x")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("already exists");
        scheduler.deleteSchedule(request -> request.name(name));
    }

    @Test
    void groupsHoldTagsAndTakeTheirSchedulesAlong() {
        String group = name("group");
        String arn = scheduler
                .createScheduleGroup(request -> request.name(group)
                        .tags(Tag.builder().key("a").value("b").build()))
                .scheduleGroupArn();
        scheduler.tagResource(request ->
                request.resourceArn(arn).tags(Tag.builder().key("c").value("d").build()));
        scheduler.untagResource(request -> request.resourceArn(arn).tagKeys("a"));
        assertThat(scheduler
                        .listTagsForResource(request -> request.resourceArn(arn))
                        .tags())
                .containsExactly(Tag.builder().key("c").value("d").build());

        for (String each : List.of("s1", "s2", "s3")) {
            scheduler.createSchedule(request -> request.name(each)
                    .groupName(group)
                    .scheduleExpression("at(2099-01-01T00:00:00)")
                    .flexibleTimeWindow(OFF)
                    .target(target("arn:aws:sqs:us-east-1:000000000000:q", "x")));
        }
        ListSchedulesResponse page =
                scheduler.listSchedules(request -> request.groupName(group).maxResults(2));
        assertThat(page.schedules()).extracting(ScheduleSummary::name).containsExactly("s1", "s2");
        assertThat(scheduler
                        .listSchedules(request -> request.groupName(group).nextToken(page.nextToken()))
                        .schedules())
                .extracting(ScheduleSummary::name)
                .containsExactly("s3");

        scheduler.deleteScheduleGroup(request -> request.name(group));
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .untilAsserted(
                        () -> assertThatThrownBy(() -> scheduler.getScheduleGroup(request -> request.name(group)))
                                .isInstanceOf(ResourceNotFoundException.class));
    }

    @Test
    void whatIsWrongIsRefusedAsByAws() {
        Target queue = target("arn:aws:sqs:us-east-1:000000000000:q", "x");
        assertThatThrownBy(() -> make("wrong", "cron(0 1 * * * *)", queue))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Invalid Schedule Expression cron(0 1 * * * *).");
        assertThatThrownBy(() -> make("wrong", "rate(1 hour)", target("queue", "x")))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Provided Arn is not in correct format.");
        assertThatThrownBy(
                        () -> scheduler.getSchedule(request -> request.name("a").groupName("nowhere")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Schedule group nowhere does not exist.");
        assertThatThrownBy(() -> scheduler.deleteScheduleGroup(request -> request.name("default")))
                .isInstanceOf(ValidationException.class);
    }

    private String environment() {
        return "export AWS_ENDPOINT_URL=" + hearth.endpoint() + " AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1"
                + " AWS_ACCESS_KEY_ID=" + hearth.keys().accessKeyId()
                + " AWS_SECRET_ACCESS_KEY=" + hearth.keys().secretAccessKey() + "\n";
    }

    @Test
    void theCommandLineAndBoto3Work() {
        CommandLine line = new CommandLine(home);
        List<AwsCli> installed = AwsCli.installed(line);
        assumeTrue(!installed.isEmpty(), "no AWS CLI is installed");
        String queue = queue();
        CommandLine.Result result =
                line.bash(installed.getFirst().shellFunction() + environment() + """
                aws scheduler create-schedule --name cli --schedule-expression 'rate(1 hour)' \\
                    --flexible-time-window Mode=OFF --target '{"Arn":"QUEUE","Input":"from the shell",
                    "RoleArn":"arn:aws:iam::000000000000:role/any"}'
                aws scheduler get-schedule --name cli
                aws scheduler list-schedules --name-prefix cli
                aws scheduler list-schedule-groups
                aws scheduler delete-schedule --name cli
                if python3 -c 'import boto3' 2> /dev/null; then python3 - <<'PY'
                import boto3
                scheduler = boto3.client("scheduler")
                made = scheduler.create_schedule(Name="boto", ScheduleExpression="rate(1 hour)",
                    FlexibleTimeWindow={"Mode": "OFF"}, Target={"Arn": "QUEUE", "Input": "from boto",
                    "RoleArn": "arn:aws:iam::000000000000:role/any"})
                print(made["ScheduleArn"], scheduler.get_schedule(Name="boto")["State"])
                group = scheduler.create_schedule_group(Name="boto")["ScheduleGroupArn"]
                scheduler.tag_resource(ResourceArn=group, Tags=[{"Key": "k", "Value": "v"}])
                print(scheduler.list_tags_for_resource(ResourceArn=group)["Tags"])
                scheduler.delete_schedule_group(Name="boto")
                scheduler.delete_schedule(Name="boto")
                PY
                fi
                """.replace("QUEUE", arn(queue)));

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains("\"ScheduleExpression\": \"rate(1 hour)\"")
                .contains("\"MaximumEventAgeInSeconds\": 86400")
                .contains("\"Name\": \"default\"");
        assertThat(receive(queue)).extracting(Message::body).containsAnyOf("from the shell", "from boto");
    }
}
