package dev.hearth.neighbours.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An attempt that is taken up after a kill takes what the lost one made, and nothing that somebody else made. */
class WhoseIsItTest {

    private static final Map<String, Object> PROPERTIES = Map.of(
            "FunctionName",
            "f",
            "TargetFunctionArn",
            "f",
            "LogGroupName",
            "g",
            "SourceArn",
            "arn:aws:events:r:1:event-bus/b");

    /** An API in which something of the wanted name is, made by {@code made}; every creation is refused. */
    private static final class Taken implements AwsCalls {

        private final Map<String, Object> made;
        private final Map<String, Integer> calls = new TreeMap<>();
        private boolean told;

        Taken(Map<String, Object> made) {
            this.made = made;
        }

        @Override
        public void pause(Duration time) {
            throw new IllegalStateException("nothing here takes time");
        }

        @Override
        public Map<String, Object> call(String service, String operation, Map<String, Object> input) {
            calls.merge(operation, 1, Integer::sum);
            if (operation.startsWith("Create") || operation.equals("PutParameter") || isBucket(operation, input)) {
                throw AwsCalls.refused("EntityAlreadyExists", 409, "it is there");
            }
            boolean harmless = operation.startsWith("List")
                    || operation.startsWith("Get")
                    || operation.startsWith("Describe")
                    || operation.equals("GET");
            assertThat(harmless || told)
                    .as("%s before it is known whose it is", operation)
                    .isTrue();
            Map<String, Object> there = new HashMap<>(made);
            there.put("Tags", made.getOrDefault("tags", made.getOrDefault("Tags", List.of())));
            there.put(
                    "logStreams",
                    List.of(Map.of(
                            "logStreamName",
                            made.getOrDefault("logStreamName", ""),
                            "firstEventTimestamp",
                            made.isEmpty() ? "1" : "")));
            there.put("Table", Map.of("TableStatus", "ACTIVE"));
            there.put("Group", made);
            there.put("Body", new String((byte[]) made.getOrDefault("Body", new byte[0]), StandardCharsets.UTF_8));
            return there;
        }

        private static boolean isBucket(String operation, Map<String, Object> input) {
            return operation.equals("PUT") && !input.containsKey("Query");
        }
    }

    private static Wish wish(String type, Map<String, Object> properties, boolean again, String secret) {
        return new Wish(
                "arn:stack",
                "s",
                "R",
                0,
                type,
                properties,
                Map.of(),
                again,
                "",
                secret,
                new AwsScope("000000000000", "us-east-1"));
    }

    /** What the creation of {@code wish} is called with. */
    private static Map<String, Object> creation(ResourceType type, Wish wish) {
        Map<String, Object> seen = new HashMap<>();
        AwsCalls first = new AwsCalls() {
            @Override
            public Map<String, Object> call(String service, String operation, Map<String, Object> input) {
                boolean creates = operation.toLowerCase(Locale.ROOT).startsWith("create")
                        || operation.startsWith("Put")
                        || operation.equals("PUT");
                if (creates && seen.isEmpty()) {
                    seen.putAll(input);
                    return Map.of();
                }
                throw AwsCalls.refused("NotFound", 404, "killed");
            }

            @Override
            public void pause(Duration time) {}
        };
        try {
            type.create(wish, first, id -> {});
        } catch (FaultException killed) {
            // As a killed one it goes no further than its creation.
        }
        return seen;
    }

    @ParameterizedTest
    @CsvSource({
        "AWS::DynamoDB::Table",
        "AWS::DynamoDB::GlobalTable",
        "AWS::Lambda::Function",
        "AWS::Lambda::Alias",
        "AWS::Lambda::Url",
        "AWS::IAM::Role",
        "AWS::IAM::User",
        "AWS::IAM::Group",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::InstanceProfile",
        "AWS::Logs::LogGroup",
        "AWS::Logs::LogStream",
        "AWS::Events::EventBus",
        "AWS::Events::Rule",
        "AWS::Events::Archive",
        "AWS::SSM::Parameter",
        "AWS::S3::Bucket",
        "AWS::SNS::Topic"
    })
    void onlyItsOwnIsTaken(String name) {
        ResourceType type = Objects.requireNonNull(ResourceTypes.all().get(name));
        Map<String, Object> properties = new HashMap<>(PROPERTIES);
        if (name.endsWith("Alias") || name.endsWith("EventBus")) {
            properties.put("Name", "n");
        }
        if (name.endsWith("Function")) {
            properties.put("Code", Map.of("S3Bucket", "b", "S3Key", "k"));
        }
        if (name.endsWith("Bucket")) {
            properties = new HashMap<>(Map.of("BucketName", "bucket"));
        }
        Wish lost = wish(name, properties, false, "secret");
        Wish again = wish(name, properties, true, "secret");

        Taken foreign = new Taken(Map.of());
        assertThatThrownBy(() -> type.create(again, foreign, id -> foreign.told = true))
                .isInstanceOf(FaultException.class);
        assertThat(foreign.told).isFalse();

        Taken guessed = new Taken(creation(type, wish(name, properties, false, "another secret")));
        if (!name.endsWith("LogStream")) {
            assertThatThrownBy(() -> type.create(again, guessed, id -> guessed.told = true))
                    .isInstanceOf(FaultException.class);
            assertThat(guessed.told).isFalse();
        }

        Taken own = new Taken(creation(type, lost));
        own.told = true;
        Made made = type.create(again, own, id -> {});
        assertThat(made.physicalId()).isNotEmpty();
    }

    /** An access key has neither a name nor a tag to be found by. */
    @Test
    void anAccessKeyIsAskedForByTheMarkOfItsFirstAttempt() {
        ResourceType type = Objects.requireNonNull(ResourceTypes.all().get("AWS::IAM::AccessKey"));
        List<String> marks = new ArrayList<>();
        AwsCalls calls = new AwsCalls() {
            @Override
            public Map<String, Object> call(String service, String operation, Map<String, Object> input) {
                throw new IllegalStateException(operation + " could make a second key");
            }

            @Override
            public Map<String, Object> once(String mark, String service, String operation, Map<String, Object> input) {
                marks.add(mark);
                return Map.of("AccessKey", Map.of("AccessKeyId", "AKIA", "SecretAccessKey", "s"));
            }

            @Override
            public void pause(Duration time) {}
        };
        Map<String, Object> properties = Map.of("UserName", "bob");
        type.create(wish(type.name(), properties, false, "secret"), calls, id -> {});
        Made made = type.create(wish(type.name(), properties, true, "secret"), calls, id -> {});
        type.create(wish(type.name(), properties, true, "another secret"), calls, id -> {});

        assertThat(made).isEqualTo(Made.of("AKIA", Map.of("SecretAccessKey", "s")));
        assertThat(marks.get(1)).isEqualTo(marks.get(0)).isNotEqualTo(marks.get(2));
    }
}
