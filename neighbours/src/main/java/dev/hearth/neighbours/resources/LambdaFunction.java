package dev.hearth.neighbours.resources;

import static dev.hearth.neighbours.resources.Properties.changed;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** {@code AWS::Lambda::Function}. */
final class LambdaFunction implements ResourceType {

    private static final String LAMBDA = "lambda";
    private static final String NAME = "FunctionName";
    private static final int NAME_CHARS = 64;
    private static final Mark MARK = Mark.tag(
            LAMBDA, "ListTags", (id, wish) -> Map.of("Resource", wish.scope().arn(LAMBDA, "function:" + id)));
    private static final int POLLS = 2_400;
    private static final Duration POLL = Duration.ofMillis(25);
    private static final Set<String> APART = Set.of(
            "Code",
            NAME,
            "PackageType",
            "Architectures",
            "ReservedConcurrentExecutions",
            "Tags",
            "RecursiveLoop",
            "RuntimeManagementConfig");

    @Override
    public String name() {
        return "AWS::Lambda::Function";
    }

    @Override
    public Set<String> replacing() {
        return Set.of(NAME, "PackageType");
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        String name = wish.name(NAME, NAME_CHARS);
        Map<String, Object> input = Properties.without(
                wish, "ReservedConcurrentExecutions", "Tags", "RecursiveLoop", "RuntimeManagementConfig");
        input.put(NAME, name);
        input.put("Code", InlineCode.of(wish));
        input.put("Tags", wish.allTags());
        try {
            calls.call(LAMBDA, "CreateFunction", MARK.put(input, wish));
        } catch (FaultException refused) {
            if (!AwsCalls.isThere(refused) || !MARK.isMine(name, wish, calls)) {
                throw refused;
            }
        }
        told.accept(name);
        aside(wish, name, calls, Set.of());
        return made(name, wait(name, calls), wish);
    }

    private static void aside(Wish wish, String name, AwsCalls calls, Set<String> changes) {
        Map<String, Object> properties = wish.properties();
        Object reserved = properties.get("ReservedConcurrentExecutions");
        if (reserved != null) {
            calls.call(LAMBDA, "PutFunctionConcurrency", Map.of(NAME, name, "ReservedConcurrentExecutions", reserved));
        } else if (changes.contains("ReservedConcurrentExecutions")) {
            calls.call(LAMBDA, "DeleteFunctionConcurrency", Map.of(NAME, name));
        }
        if (properties.containsKey("RecursiveLoop")) {
            calls.call(
                    LAMBDA,
                    "PutFunctionRecursionConfig",
                    Map.of(NAME, name, "RecursiveLoop", wish.need("RecursiveLoop")));
        }
        Map<String, Object> runtime = Tree.map(properties, "RuntimeManagementConfig");
        if (!runtime.isEmpty()) {
            runtime.put(NAME, name);
            calls.call(LAMBDA, "PutRuntimeManagementConfig", runtime);
        }
    }

    /** Until it is active and its last update is over. */
    private static Map<String, Object> wait(String name, AwsCalls calls) {
        Map<String, Object> configuration = Map.of();
        for (int poll = 0; poll < POLLS; poll++) {
            configuration = calls.call(LAMBDA, "GetFunctionConfiguration", Map.of(NAME, name));
            String state = Properties.text(configuration, "State");
            String update = Properties.text(configuration, "LastUpdateStatus");
            if (state.equals("Failed") || update.equals("Failed")) {
                throw AwsCalls.refused(
                        "InternalFailure",
                        400,
                        "Function " + name + " did not stabilize: "
                                + Properties.text(configuration, "StateReason")
                                + Properties.text(configuration, "LastUpdateStatusReason"));
            }
            if (!state.equals("Pending") && !update.equals("InProgress")) {
                return configuration;
            }
            calls.pause(POLL);
        }
        throw AwsCalls.refused("NotStabilized", 400, "Function " + name + " did not stabilize in time");
    }

    private static Made made(String name, Map<String, Object> configuration, Wish wish) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("Arn", wish.scope().arn(LAMBDA, "function:" + name));
        Map<String, Object> snap = Tree.map(Properties.member(configuration, "SnapStart"));
        attributes.put("SnapStartResponse.ApplyOn", Properties.text(snap, "ApplyOn"));
        attributes.put("SnapStartResponse.OptimizationStatus", Properties.text(snap, "OptimizationStatus"));
        return Made.of(name, attributes);
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        Set<String> changes = changed(before.properties(), now.properties());
        Map<String, Object> configuration = Map.of();
        if (changes.contains("Code") || changes.contains("Architectures")) {
            Map<String, Object> code = new LinkedHashMap<>(InlineCode.of(now));
            code.remove("SourceKMSKeyArn");
            code.put(NAME, physicalId);
            if (now.properties().containsKey("Architectures")) {
                code.put("Architectures", now.properties().get("Architectures"));
            }
            calls.call(LAMBDA, "UpdateFunctionCode", code);
            configuration = wait(physicalId, calls);
        }
        Set<String> rest = new TreeSet<>(changes);
        rest.removeAll(APART);
        if (!rest.isEmpty()) {
            Map<String, Object> input = new LinkedHashMap<>(Properties.without(now, APART.toArray(String[]::new)));
            rest.forEach(name -> input.putIfAbsent(name, nothing(name)));
            input.put(NAME, physicalId);
            calls.call(LAMBDA, "UpdateFunctionConfiguration", input);
            configuration = wait(physicalId, calls);
        }
        aside(now, physicalId, calls, changes);
        Tags.change(
                before,
                now,
                calls,
                LAMBDA,
                "Resource",
                now.scope().arn(LAMBDA, "function:" + physicalId),
                "TagKeys",
                false);
        return made(physicalId, configuration, now);
    }

    /** What a property is when it is taken out of a template. */
    private static Object nothing(String property) {
        return switch (property) {
            case "Description", "KmsKeyArn" -> "";
            case "Timeout" -> 3;
            case "MemorySize" -> 128;
            case "Layers", "FileSystemConfigs" -> java.util.List.of();
            case "Environment" -> Map.of("Variables", Map.of());
            case "DeadLetterConfig" -> Map.of("TargetArn", "");
            case "TracingConfig" -> Map.of("Mode", "PassThrough");
            case "EphemeralStorage" -> Map.of("Size", 512);
            case "SnapStart" -> Map.of("ApplyOn", "None");
            default -> Map.of();
        };
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        Properties.gone(() -> calls.call(LAMBDA, "DeleteFunction", Map.of(NAME, physicalId)));
    }
}
