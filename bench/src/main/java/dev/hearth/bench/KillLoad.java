package dev.hearth.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends events, messages, notifications and schedules to one function, and knows what of them was acknowledged. */
final class KillLoad {

    private static final String FUNCTION = "kills";
    private static final String FUNCTION_PATH = "/2015-03-31/functions/" + FUNCTION + "/invocations";
    private static final String ACCOUNT = "000000000000";
    private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/any";
    private static final Map<String, String> FORM = Map.of("content-type", "application/x-www-form-urlencoded");
    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int PAUSE_MILLIS = 20;
    private static final int SCHEDULE_PAUSE_MILLIS = 50;
    private static final int SCHEDULE_SECONDS = 2;

    /** One way in. */
    enum Way {
        EVENTS("events", 'e'),
        MESSAGES("SQS messages by a mapping", 's'),
        NOTIFICATIONS("SNS notifications", 'n'),
        SCHEDULES("schedules", 't');

        private final String title;
        private final char letter;

        Way(String title, char letter) {
            this.title = title;
            this.letter = letter;
        }

        String title() {
            return title;
        }

        static Way of(String key) {
            for (Way way : values()) {
                if (way.letter == key.charAt(0)) {
                    return way;
                }
            }
            throw new IllegalArgumentException(key);
        }
    }

    private final AtomicInteger next = new AtomicInteger();
    private final Set<String> expected = ConcurrentHashMap.newKeySet();
    private final Map<Way, AtomicInteger> acknowledged = new ConcurrentHashMap<>();
    private final String region;

    KillLoad(String region) {
        this.region = region;
        for (Way way : Way.values()) {
            acknowledged.put(way, new AtomicInteger());
        }
    }

    private String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + ACCOUNT + ":" + resource;
    }

    /** Queues, mappings and a topic in front of the function, which is there. */
    void prepare(Signer signer) {
        try (QueueClient queues = new QueueClient(signer);
                ApiClient api = new ApiClient(signer)) {
            for (String queue : List.of("kills-work", "kills-fan")) {
                queues.queue(queue);
                api.must(
                        "lambda",
                        "POST",
                        "/2015-03-31/event-source-mappings",
                        Map.of(),
                        "{\"FunctionName\":\"" + FUNCTION + "\",\"EventSourceArn\":\"" + arn("sqs", queue)
                                + "\",\"BatchSize\":10}");
            }
            api.must("sns", "POST", "/", FORM, "Action=CreateTopic&Version=2010-03-31&Name=kills");
            subscribe(api, "lambda", arn("lambda", "function:" + FUNCTION), "");
            subscribe(
                    api,
                    "sqs",
                    arn("sqs", "kills-fan"),
                    "&Attributes.entry.1.key=RawMessageDelivery&Attributes.entry.1.value=true");
        }
    }

    private void subscribe(ApiClient api, String protocol, String endpoint, String more) {
        api.must(
                "sns",
                "POST",
                "/",
                FORM,
                "Action=Subscribe&Version=2010-03-31&TopicArn=" + form(arn("sns", "kills")) + "&Protocol=" + protocol
                        + "&Endpoint=" + form(endpoint) + more);
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Begins to send to a Hearth that lives; each thread ends when it does not any more. */
    List<Thread> start(Signer signer) {
        List<Thread> senders = new ArrayList<>();
        senders.add(sender(signer, Way.EVENTS, PAUSE_MILLIS));
        senders.add(sender(signer, Way.EVENTS, PAUSE_MILLIS));
        senders.add(sender(signer, Way.MESSAGES, PAUSE_MILLIS));
        senders.add(sender(signer, Way.MESSAGES, PAUSE_MILLIS));
        senders.add(sender(signer, Way.NOTIFICATIONS, PAUSE_MILLIS));
        senders.add(sender(signer, Way.SCHEDULES, SCHEDULE_PAUSE_MILLIS));
        return senders;
    }

    private Thread sender(Signer signer, Way way, int pauseMillis) {
        return Thread.ofVirtual().start(() -> {
            try (ApiClient api = new ApiClient(signer)) {
                while (true) {
                    String key = way.letter + String.valueOf(next.getAndIncrement());
                    if (send(api, signer.port(), way, key).ok()) {
                        acknowledged(way, key);
                    }
                    Thread.sleep(pauseMillis);
                }
            } catch (BenchException killed) {
                // What was on its way may or may not have been accepted.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void acknowledged(Way way, String key) {
        acknowledged.get(way).incrementAndGet();
        if (way == Way.NOTIFICATIONS) {
            expected.add(key + "/function");
            expected.add(key + "/queue");
        } else {
            expected.add(key);
        }
    }

    private ApiClient.Answer send(ApiClient api, int port, Way way, String key) {
        String event = "{\"k\":\"" + key + "\"}";
        return switch (way) {
            case EVENTS -> api.call("lambda", "POST", FUNCTION_PATH, Map.of("x-amz-invocation-type", "Event"), event);
            case MESSAGES ->
                api.call(
                        "sqs",
                        "POST",
                        "/",
                        Map.of("x-amz-target", "AmazonSQS.SendMessage", "content-type", "application/x-amz-json-1.0"),
                        "{\"QueueUrl\":\"http://127.0.0.1:" + port + "/" + ACCOUNT + "/kills-work\",\"MessageBody\":\""
                                + key + "\"}");
            case NOTIFICATIONS ->
                api.call(
                        "sns",
                        "POST",
                        "/",
                        FORM,
                        "Action=Publish&Version=2010-03-31&TopicArn=" + form(arn("sns", "kills")) + "&Message=" + key);
            case SCHEDULES -> api.call("scheduler", "POST", "/schedules/" + key, Map.of(), schedule(event));
        };
    }

    private String schedule(String event) {
        return "{\"ScheduleExpression\":\"at(" + AT.format(Instant.now().plusSeconds(SCHEDULE_SECONDS))
                + ")\",\"FlexibleTimeWindow\":{\"Mode\":\"OFF\"},\"ActionAfterCompletion\":\"DELETE\","
                + "\"Target\":{\"Arn\":\"" + arn("lambda", "function:" + FUNCTION) + "\",\"RoleArn\":\"" + ROLE
                + "\",\"Input\":\"" + event.replace("\"", "\\\"") + "\"}}";
    }

    /** What must run to its end: one run for each, two for a notification. */
    Set<String> expected() {
        return expected;
    }

    /** How much of a way was acknowledged. */
    int acknowledged(Way way) {
        return acknowledged.get(way).get();
    }

    static String function() {
        return FUNCTION;
    }
}
