package dev.hearth.aws.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.aws.AwsApi;
import dev.hearth.aws.Call;
import dev.hearth.aws.Operation;
import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.logs.LogEvent;
import dev.hearth.services.logs.LogStore;
import dev.hearth.services.logs.Logs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;

class LogsApiTest {

    private static final AwsScope SCOPE = new AwsScope("000000000000", "us-east-1");
    private static final Call CALL = new Call("request", "key", SCOPE, "http://localhost");
    private static final String GROUP = "/aws/lambda/hello";
    private static final String GROUP_ARN = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/hello";

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-01-01T00:00:00Z"), 1);
    private final Logs logs = Logs.create(LogStore.inMemory(), ports.ports(), SCOPE);
    private final AwsApi api = LogsApi.create(logs);

    @AfterEach
    void close() {
        logs.close();
    }

    @SuppressWarnings("unchecked")
    private <O extends SdkPojo> O call(String name, SdkPojo request) {
        Operation<SdkPojo, O> operation = (Operation<SdkPojo, O>) api.operations().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        return operation.handler().handle(CALL, request);
    }

    private AwsApi.AwsError refusal(String name, SdkPojo request) {
        FaultException thrown = catchThrowableOfType(FaultException.class, () -> call(name, request));
        assertThat(thrown).isNotNull();
        return api.error(thrown.fault());
    }

    private PutLogEventsResponse put(InputLogEvent... events) {
        return call(
                "PutLogEvents",
                PutLogEventsRequest.builder()
                        .logGroupName(GROUP)
                        .logStreamName("s")
                        .logEvents(events)
                        .build());
    }

    private InputLogEvent event(Duration from, String message) {
        return InputLogEvent.builder()
                .timestamp(ports.instant().plus(from).toEpochMilli())
                .message(message)
                .build();
    }

    private void createGroupAndStream() {
        call(
                "CreateLogGroup",
                CreateLogGroupRequest.builder().logGroupName(GROUP).build());
        call(
                "CreateLogStream",
                CreateLogStreamRequest.builder()
                        .logGroupName(GROUP)
                        .logStreamName("s")
                        .build());
    }

    @Test
    void aGroupIsDescribedWithItsArnsAndSizes() {
        createGroupAndStream();
        put(event(Duration.ZERO, "four"));
        DescribeLogGroupsResponse described =
                call("DescribeLogGroups", DescribeLogGroupsRequest.builder().build());
        assertThat(described.logGroups()).hasSize(1);
        LogGroup group = described.logGroups().getFirst();
        assertThat(group.logGroupName()).isEqualTo(GROUP);
        assertThat(group.arn()).isEqualTo(GROUP_ARN + ":*");
        assertThat(group.logGroupArn()).isEqualTo(GROUP_ARN);
        assertThat(group.storedBytes()).isEqualTo(30);
        assertThat(group.creationTime()).isEqualTo(ports.instant().toEpochMilli());
        DescribeLogStreamsResponse streams = call(
                "DescribeLogStreams",
                DescribeLogStreamsRequest.builder()
                        .logGroupIdentifier(GROUP_ARN)
                        .build());
        assertThat(streams.logStreams())
                .singleElement()
                .satisfies(stream -> assertThat(stream.arn()).isEqualTo(GROUP_ARN + ":log-stream:s"));
    }

    @Test
    void errorsHaveTheCodesOfTheModel() {
        CreateLogGroupRequest create =
                CreateLogGroupRequest.builder().logGroupName(GROUP).build();
        call("CreateLogGroup", create);
        assertThat(refusal("CreateLogGroup", create))
                .isEqualTo(new AwsApi.AwsError(
                        "ResourceAlreadyExistsException", 400, "The specified log group already exists", ""));
        assertThat(refusal(
                        "GetLogEvents",
                        GetLogEventsRequest.builder()
                                .logGroupName("missing")
                                .logStreamName("s")
                                .build()))
                .isEqualTo(new AwsApi.AwsError(
                        "ResourceNotFoundException", 400, "The specified log group does not exist.", ""));
        assertThat(refusal("CreateLogGroup", CreateLogGroupRequest.builder().build())
                        .code())
                .isEqualTo("InvalidParameterException");
        assertThat(refusal(
                                "FilterLogEvents",
                                FilterLogEventsRequest.builder()
                                        .logGroupName(GROUP)
                                        .filterPattern("{ $.a = }")
                                        .build())
                        .code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void rejectedEventsAreReportedAndTheOthersKept() {
        createGroupAndStream();
        PutLogEventsResponse response =
                put(event(Duration.ofDays(-20), "old"), event(Duration.ZERO, "now"), event(Duration.ofHours(3), "new"));
        assertThat(response.nextSequenceToken()).isNotEmpty();
        assertThat(response.rejectedLogEventsInfo().tooOldLogEventEndIndex()).isEqualTo(1);
        assertThat(response.rejectedLogEventsInfo().tooNewLogEventStartIndex()).isEqualTo(2);
        assertThat(response.rejectedLogEventsInfo().expiredLogEventEndIndex()).isNull();
        GetLogEventsResponse got = call(
                "GetLogEvents",
                GetLogEventsRequest.builder()
                        .logGroupName(GROUP)
                        .logStreamName("s")
                        .build());
        assertThat(got.events()).extracting(OutputLogEvent::message).containsExactly("now");
    }

    /**
     * What `aws logs tail --follow` does: pages, then asks again from the newest timestamp and drops the ids it has
     * seen.
     */
    @Test
    void aFollowerSeesEveryEventOnce() {
        List<String> seen = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        long start = 0;
        for (int round = 0; round < 5; round++) {
            logs.append(GROUP, "s" + round % 2, List.of(now("a" + round), now("b" + round)));
            ports.advance(Duration.ofMillis(round % 2 == 0 ? 100 : 50));
            String token = null;
            do {
                FilterLogEventsResponse page = call(
                        "FilterLogEvents",
                        FilterLogEventsRequest.builder()
                                .logGroupName(GROUP)
                                .startTime(start)
                                .limit(1)
                                .nextToken(token)
                                .build());
                for (FilteredLogEvent event : page.events()) {
                    if (!ids.contains(event.eventId())) {
                        ids.add(event.eventId());
                        seen.add(event.message());
                    }
                    start = Math.max(start, event.timestamp());
                }
                token = page.nextToken();
            } while (token != null);
        }
        assertThat(seen).containsExactly("a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3", "a4", "b4");
    }

    private LogEvent now(String message) {
        return new LogEvent(ports.instant().toEpochMilli(), message);
    }

    @Test
    void tagsAreSetByArn() {
        createGroupAndStream();
        call(
                "TagResource",
                TagResourceRequest.builder()
                        .resourceArn(GROUP_ARN)
                        .tags(Map.of("team", "ovens"))
                        .build());
        ListTagsForResourceResponse tags = call(
                "ListTagsForResource",
                ListTagsForResourceRequest.builder().resourceArn(GROUP_ARN).build());
        assertThat(tags.tags()).containsExactly(Map.entry("team", "ovens"));
    }
}
