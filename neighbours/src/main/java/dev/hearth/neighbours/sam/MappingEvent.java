package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events that are event source mappings: {@code SQS}, {@code DynamoDB}, {@code Kinesis} and {@code SelfManagedKafka}.
 */
final class MappingEvent implements SamEvent.Kind {

    private static final PropertyTable COMMON = PropertyTable.of(
            "",
            "BatchSize:i StartingPosition StartingPositionTimestamp Enabled:b MaximumBatchingWindowInSeconds:i",
            "MaximumRetryAttempts:i BisectBatchOnFunctionError:b MaximumRecordAgeInSeconds:i DestinationConfig:m",
            "ParallelizationFactor:i Topics:l Queues:l SourceAccessConfigurations:l SecretsManagerKmsKeyId:s",
            "TumblingWindowInSeconds:i FunctionResponseTypes:l KafkaBootstrapServers:l FilterCriteria:m KmsKeyArn",
            "ConsumerGroupId:s ScalingConfig:m ProvisionedPollerConfig:m SchemaRegistryConfig:m MetricsConfig:m",
            "LoggingConfig:m");
    private static final List<String> PASSED = List.of(
            "StartingPosition",
            "StartingPositionTimestamp",
            "BatchSize",
            "Enabled",
            "MaximumBatchingWindowInSeconds",
            "MaximumRetryAttempts",
            "BisectBatchOnFunctionError",
            "MaximumRecordAgeInSeconds",
            "ParallelizationFactor",
            "Topics",
            "Queues",
            "SourceAccessConfigurations",
            "TumblingWindowInSeconds",
            "FunctionResponseTypes",
            "FilterCriteria",
            "KmsKeyArn",
            "ScalingConfig",
            "ProvisionedPollerConfig",
            "MetricsConfig",
            "LoggingConfig");

    private final PropertyTable table;
    private final String source;
    private final String policy;

    private MappingEvent(PropertyTable table, String source, String policy) {
        this.table = table;
        this.source = source;
        this.policy = policy;
    }

    static MappingEvent sqs() {
        return new MappingEvent(COMMON.with("SQS", "Queue:!x"), "Queue", "AWSLambdaSQSQueueExecutionRole");
    }

    static MappingEvent dynamoDb() {
        return new MappingEvent(
                COMMON.with("DynamoDB", "Stream:!x StartingPosition:!x"), "Stream", "AWSLambdaDynamoDBExecutionRole");
    }

    static MappingEvent kinesis() {
        return new MappingEvent(
                COMMON.with("Kinesis", "Stream:!x StartingPosition:!x"), "Stream", "AWSLambdaKinesisExecutionRole");
    }

    static MappingEvent kafka() {
        return new MappingEvent(COMMON.with("SelfManagedKafka", "Topics:l"), "", "");
    }

    @Override
    public PropertyTable table() {
        return table;
    }

    @Override
    public List<Made> make(SamEvent event, Context context) {
        Made mapping = event.make("", "AWS::Lambda::EventSourceMapping")
                .set("FunctionName", event.target().name());
        if (!source.isEmpty()) {
            mapping.set("EventSourceArn", event.get(source));
        }
        PASSED.forEach(property -> mapping.set(property, event.get(property)));
        checkFilters(event);
        if (event.says("KafkaBootstrapServers")) {
            mapping.set(
                    "SelfManagedEventSource",
                    Tree.map("Endpoints", Tree.map("KafkaBootstrapServers", event.get("KafkaBootstrapServers"))));
        }
        kafkaConfig(event, mapping);
        Map<String, Object> destination = destination(event, mapping);
        Made role = event.role();
        if (!policy.isEmpty()) {
            addPolicyArn(role, context.managedPolicy("service-role/" + policy));
        } else {
            addPolicy(role, KafkaPolicy.of(event, context.parameters()));
        }
        if (destination != null) {
            addPolicy(role, destination);
        }
        return List.of(mapping);
    }

    private void kafkaConfig(SamEvent event, Made mapping) {
        Map<String, Object> config = Tree.map();
        if (event.says("ConsumerGroupId")) {
            if (!source.isEmpty()) {
                throw event.problem("Property ConsumerGroupId not defined for resource of type " + table.type() + ".");
            }
            config.put("ConsumerGroupId", event.get("ConsumerGroupId"));
        }
        if (event.says("SchemaRegistryConfig") && source.isEmpty()) {
            config.put("SchemaRegistryConfig", event.get("SchemaRegistryConfig"));
        }
        if (!config.isEmpty()) {
            mapping.set("SelfManagedKafkaEventSourceConfig", config);
        }
    }

    private static void checkFilters(SamEvent event) {
        if (!event.says("FilterCriteria") || Fn.is(event.get("FilterCriteria"))) {
            return;
        }
        if (!List.of("Filters")
                .containsAll(Tree.at(event.properties(), "FilterCriteria").keySet())) {
            throw event.problem("FilterCriteria field has a wrong format");
        }
    }

    /** Sets where failed records go; returns the policy for it, or null. */
    private static @Nullable Map<String, Object> destination(SamEvent event, Made mapping) {
        if (!event.says("DestinationConfig")) {
            return null;
        }
        Map<String, Object> wanted = Tree.at(event.properties(), "DestinationConfig");
        if (!(wanted.get("OnFailure") instanceof Map)) {
            throw event.problem("Property 'DestinationConfig.OnFailure' should be a map.");
        }
        Map<String, Object> failure = Tree.at(wanted, "OnFailure");
        Object type = failure.remove("Type");
        Object destination = failure.get("Destination");
        mapping.set("DestinationConfig", wanted);
        if (!Tree.says(type)) {
            return null;
        }
        return switch (String.valueOf(type)) {
            case "SQS" -> RolePolicies.sendMessage(destination, event.id());
            case "SNS" -> RolePolicies.publish(destination, event.id());
            case "S3" -> RolePolicies.putObject(destination, event.id());
            case "Kafka" -> null;
            default -> throw event.problem("The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and 'Kafka'");
        };
    }

    private static void addPolicyArn(@Nullable Made role, Object arn) {
        if (role != null && role.get("ManagedPolicyArns") instanceof List<?> arns && !arns.contains(arn)) {
            Tree.items(arns).add(arn);
        }
    }

    private static void addPolicy(@Nullable Made role, Map<String, Object> policy) {
        if (role == null) {
            return;
        }
        if (!(role.get("Policies") instanceof List)) {
            role.set("Policies", new ArrayList<>());
        }
        List<Object> policies = Tree.items(role.get("Policies"));
        Object document = policy.get("PolicyDocument");
        boolean known = policies.stream()
                .anyMatch(one ->
                        one instanceof Map<?, ?> map && document != null && document.equals(map.get("PolicyDocument")));
        if (!known) {
            policies.add(policy);
        }
    }
}
