package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code AWS::Serverless::Function}: a function with its role, version, alias, URL and events. */
final class FunctionKind implements SamKind {

    static final String TYPE = "AWS::Serverless::Function";

    private static final PropertyTable TABLE = PropertyTable.of(
            TYPE,
            "FunctionName:sm Handler Runtime CodeUri ImageUri PackageType InlineCode DeadLetterQueue:m Description",
            "MemorySize Timeout VpcConfig Role:s AssumeRolePolicyDocument:m Policies:sml RolePath",
            "PermissionsBoundary:s",
            "Environment:m Events:m Tags:m PropagateTags:b Tracing:sm KmsKeyArn DeploymentPreference:m",
            "ReservedConcurrentExecutions Layers:l EventInvokeConfig:m EphemeralStorage AutoPublishAlias:s",
            "AutoPublishCodeSha256:s AutoPublishAliasAllProperties:=b VersionDescription ProvisionedConcurrencyConfig",
            "FileSystemConfigs ImageConfig CodeSigningConfigArn Architectures SnapStart:m FunctionUrlConfig:m",
            "RuntimeManagementConfig LoggingConfig RecursiveLoop SourceKMSKeyArn CapacityProviderConfig:m",
            "FunctionScalingConfig:m VersionDeletionPolicy:s PublishToLatestPublished TenancyConfig DurableConfig:m");
    private static final List<String> PASSED = List.of(
            "Handler",
            "Runtime",
            "Description",
            "MemorySize",
            "Timeout",
            "VpcConfig",
            "Role",
            "Environment",
            "KmsKeyArn",
            "ReservedConcurrentExecutions",
            "Layers",
            "FileSystemConfigs",
            "ImageConfig",
            "PackageType",
            "Architectures",
            "SnapStart",
            "EphemeralStorage",
            "CodeSigningConfigArn",
            "RuntimeManagementConfig",
            "LoggingConfig",
            "TenancyConfig",
            "RecursiveLoop",
            "DurableConfig",
            "PublishToLatestPublished");
    private static final List<String> NOT_SERVED = List.of("CapacityProviderConfig", "FunctionScalingConfig");

    /** Events that SAM knows and nothing here serves. */
    private static final List<String> EVENTS_NOT_SERVED = List.of("MSK", "MQ", "DocumentDB", "Cognito", "IoTRule");

    private static final Map<String, SamEvent.Kind> EVENTS = Map.ofEntries(
            Map.entry("Api", new ApiEvent()),
            Map.entry("HttpApi", new HttpApiEvent()),
            Map.entry("SQS", MappingEvent.sqs()),
            Map.entry("DynamoDB", MappingEvent.dynamoDb()),
            Map.entry("Kinesis", MappingEvent.kinesis()),
            Map.entry("SelfManagedKafka", MappingEvent.kafka()),
            Map.entry("SNS", new TopicEvent()),
            Map.entry("S3", new PushEvents.Bucket()),
            Map.entry("CloudWatchLogs", new PushEvents.Logs()),
            Map.entry("AlexaSkill", new PushEvents.Alexa()),
            Map.entry("Schedule", new RuleEvents.Schedule()),
            Map.entry("ScheduleV2", new SchedulerEvent()),
            Map.entry("CloudWatchEvent", new RuleEvents.Pattern("CloudWatchEvent")),
            Map.entry("EventBridgeRule", new RuleEvents.Pattern("EventBridgeRule")));

    @Override
    public PropertyTable table() {
        return TABLE;
    }

    @Override
    public Map<String, String> references() {
        return Map.of(
                "Alias",
                "AWS::Lambda::Alias",
                "Version",
                "AWS::Lambda::Version",
                "DestinationTopic",
                "AWS::SNS::Topic",
                "DestinationQueue",
                "AWS::SQS::Queue");
    }

    @Override
    public List<Made> translate(Declared declared, Context context) {
        check(declared);
        Made function = function(declared, context);
        List<Made> made = new ArrayList<>(List.of(function));
        Made alias = FunctionVersion.add(declared, context, function, made);
        if (declared.says("FunctionUrlConfig")) {
            made.addAll(FunctionUrl.of(declared, function, alias));
        }
        List<Object> policies = new ArrayList<>();
        if (declared.says("EventInvokeConfig")) {
            made.addAll(EventInvoke.of(declared, context, function, alias, policies));
        }
        Made role = FunctionRole.of(declared, context, policies);
        Made taken = FunctionRole.attach(declared, context, function, role);
        if (taken != null) {
            made.add(taken);
        }
        Target target = Target.of(alias == null ? function : alias, declared.passedOn());
        made.addAll(events(declared, context, target, role));
        if (Tree.says(declared.get("PropagateTags")) && declared.says("Tags")) {
            propagate(declared, made);
        }
        return made;
    }

    private static void propagate(Declared declared, List<Made> made) {
        for (Made one : made) {
            if (one.type().matches(".*::(Function|Role|Queue|Topic|EventSourceMapping|Rule|Api|Stage)")) {
                one.set("Tags", Tree.tags(declared.get("Tags")));
            }
        }
    }

    private static void check(Declared declared) {
        for (String property : NOT_SERVED) {
            if (declared.get(property) != null) {
                throw declared.problem("The property '" + property + "' is not supported here.");
            }
        }
        Map<String, Object> preference = Tree.at(declared.properties(), "DeploymentPreference");
        boolean alone = !preference.isEmpty() && !declared.says("AutoPublishAlias");
        if (alone && !List.of("false", "False").contains(String.valueOf(preference.get("Enabled")))) {
            throw declared.problem("'DeploymentPreference' requires AutoPublishAlias property to be specified.");
        }
        if (Tree.says(preference.get("Hooks")) && !Boolean.FALSE.equals(preference.get("Enabled"))) {
            throw declared.problem("'DeploymentPreference' with 'Hooks' is not supported: there is no CodeDeploy here."
                    + " An alias moves to a new version at once.");
        }
        Map<String, Object> queue = declared.map("DeadLetterQueue");
        if (queue != null && !queue.isEmpty()) {
            if (!Tree.says(queue.get("Type")) || !Tree.says(queue.get("TargetArn"))) {
                throw declared.problem("'DeadLetterQueue' requires Type and TargetArn properties to be specified.");
            }
            if (!List.of("SQS", "SNS").contains(queue.get("Type"))) {
                throw declared.problem("'DeadLetterQueue' requires Type of ['SQS', 'SNS']");
            }
        }
    }

    private static Made function(Declared declared, Context context) {
        Made function =
                new Made(declared.id(), "AWS::Lambda::Function", declared.attributes()).dependsOn(declared.dependsOn());
        function.set("FunctionName", declared.says("FunctionName") ? declared.get("FunctionName") : null);
        PASSED.forEach(property -> function.set(property, declared.get(property)));
        Map<String, Object> code = FunctionCode.of(declared);
        function.set("Code", code);
        List<Object> tags = Tree.list(Tree.map("Key", "lambda:createdBy", "Value", "SAM"));
        checkTags(declared);
        tags.addAll(Tree.tags(declared.get("Tags")));
        function.set("Tags", tags);
        if (traced(declared, context)) {
            function.set("TracingConfig", Tree.map("Mode", declared.get("Tracing")));
        }
        if (declared.says("DeadLetterQueue")) {
            Object target = Tree.at(declared.properties(), "DeadLetterQueue").get("TargetArn");
            function.set("DeadLetterConfig", Tree.map("TargetArn", target));
        }
        FunctionCode.check(declared, code);
        return function;
    }

    static void checkTags(Declared declared) {
        Map<String, Object> tags = Tree.at(declared.properties(), "Tags");
        for (String reserved :
                List.of("lambda:createdBy", "serverlessrepo:applicationId", "serverlessrepo:semanticVersion")) {
            if (tags.containsKey(reserved)) {
                throw declared.problem(reserved + " is a reserved Tag key name and cannot be set on your resource."
                        + " Please change the tag key in the input.");
            }
        }
    }

    static boolean traced(Declared declared, Context context) {
        Object tracing = declared.get("Tracing");
        return Tree.says(tracing) && !"Disabled".equals(context.parameters().resolve(Tree.copy(tracing)));
    }

    /** The resources of all events, in the order of their paths or names. */
    private static List<Made> events(Declared declared, Context context, Target target, @Nullable Made role) {
        List<SamEvent> events = new ArrayList<>();
        Map<String, Object> declaredEvents = Tree.at(declared.properties(), "Events");
        declaredEvents.forEach((name, value) -> events.add(event(declared, name, value, target, role)));
        for (SamEvent event : events) {
            if ("S3".equals(type(declaredEvents, event))) {
                PushEvents.Bucket.bucket(event, context);
            }
        }
        events.sort(Comparator.comparing(
                event -> String.valueOf(event.get("Path") instanceof String path ? path : event.name())));
        List<Made> made = new ArrayList<>();
        for (SamEvent event : events) {
            SamEvent.Kind kind = EVENTS.get(type(declaredEvents, event));
            if (kind != null) {
                made.addAll(kind.make(event, context));
            }
        }
        return made;
    }

    private static String type(Map<String, Object> events, SamEvent event) {
        return String.valueOf(Tree.members(events.get(event.name())).get("Type"));
    }

    private static SamEvent event(
            Declared declared, String name, @Nullable Object value, Target target, @Nullable Made role) {
        Map<String, Object> event = value instanceof Map<?, ?> map ? Tree.members(map) : Tree.map();
        String type = String.valueOf(event.get("Type"));
        if (EVENTS_NOT_SERVED.contains(type)) {
            throw SamProblem.ofEvent(declared.id(), name, "Events of type " + type + " are not supported here.");
        }
        SamEvent.Kind kind = EVENTS.get(type);
        if (kind == null) {
            throw SamProblem.ofEvent(
                    declared.id(),
                    name,
                    "Resource dict has missing or invalid value for key Type. Event Type is: "
                            + (event.get("Type") == null ? "None" : type) + ".");
        }
        if (event.get("Properties") != null && !(event.get("Properties") instanceof Map)) {
            throw SamProblem.ofEvent(declared.id(), name, "Properties of a resource must be an object.");
        }
        Map<String, Object> properties = Tree.make(event, "Properties");
        kind.table().check(declared.id() + name, properties);
        return new SamEvent(declared.id(), name, properties, target, role);
    }
}
