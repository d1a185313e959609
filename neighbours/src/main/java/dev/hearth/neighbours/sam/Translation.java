package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One template on its way: implicit APIs, Globals, then each resource by its kind, then references to what was made.
 */
final class Translation {

    private static final String RESOURCES = "Resources";
    private static final String PREFIX = "AWS::Serverless::";

    private static final Map<String, SamKind> KINDS = Map.of(
            FunctionKind.TYPE,
            new FunctionKind(),
            RestApi.TYPE,
            new RestApi(),
            HttpApi.TYPE,
            new HttpApi(),
            "AWS::Serverless::SimpleTable",
            new SmallKinds.SimpleTable(),
            "AWS::Serverless::LayerVersion",
            new SmallKinds.Layer(),
            "AWS::Serverless::Application",
            new SmallKinds.Application());

    /** Made resources that may take the place of a declared one, by the declared one's type. */
    private static final Map<String, String> TAKES_PLACE_OF = Map.of(
            "AWS::Lambda::Function", FunctionKind.TYPE,
            "AWS::Lambda::LayerVersion", "AWS::Serverless::LayerVersion",
            "AWS::ApiGateway::RestApi", RestApi.TYPE,
            "AWS::ApiGatewayV2::Api", HttpApi.TYPE,
            "AWS::S3::Bucket", "AWS::S3::Bucket",
            "AWS::SNS::Topic", "AWS::SNS::Topic",
            "AWS::DynamoDB::Table", "AWS::Serverless::SimpleTable",
            "AWS::CloudFormation::Stack", "AWS::Serverless::Application");

    private final Map<String, Object> template;
    private final Map<String, ?> given;
    private final String partition;
    private final String region;
    private final List<SamProblem> problems = new ArrayList<>();
    private final Map<String, String> renamed = new HashMap<>();
    private final Map<String, String> references = new HashMap<>();

    Translation(Map<String, Object> template, Map<String, ?> given, String partition, String region) {
        this.template = template;
        this.given = given;
        this.partition = partition;
        this.region = region;
    }

    SamResult run() {
        try {
            prepare();
            if (problems.isEmpty()) {
                translate();
            }
        } catch (SamProblem problem) {
            problems.add(problem);
        }
        if (!problems.isEmpty()) {
            TreeSet<String> texts = new TreeSet<>();
            problems.forEach(problem -> texts.add(problem.text()));
            return new SamResult.Refused(List.copyOf(texts));
        }
        finish();
        return new SamResult.Translated(template);
    }

    private void prepare() {
        Map<String, Object> resources = Tree.at(template, RESOURCES);
        if (resources.isEmpty()) {
            throw SamProblem.ofTemplate("'Resources' section is required");
        }
        resources.forEach((id, value) -> {
            if (!(value instanceof Map<?, ?> map)) {
                throw SamProblem.ofTemplate("All 'Resources' must be Objects. If you're using YAML, this may be an"
                        + " indentation issue.");
            }
            boolean wrong = String.valueOf(map.get("Type")).startsWith(PREFIX)
                    && map.get("Properties") != null
                    && !(map.get("Properties") instanceof Map);
            if (wrong) {
                throw SamProblem.ofResource(id, "Attribute 'Properties' should be a map.");
            }
            if (map.containsKey("Connectors")) {
                problems.add(SamProblem.ofResource(id, "Connectors are not supported here."));
            }
            if (FunctionKind.TYPE.equals(map.get("Type"))
                    && Tree.says(map.get("Condition"))
                    && !(map.get("Condition") instanceof String)) {
                throw SamProblem.ofTemplate("Every Condition member must be a string.");
            }
        });
        Globals globals = Globals.of(template);
        ImplicitApi.addTo(template, globals, problems);
        globals.apply(resources);
        template.remove("Globals");
        resources.values().forEach(value -> openApi(Tree.members(value)));
    }

    /** Definitions that events fill get the version of OpenAPI that the API asks for. */
    private static void openApi(Map<String, Object> resource) {
        Map<String, Object> properties = Tree.at(resource, "Properties");
        boolean wanted = RestApi.TYPE.equals(resource.get("Type"))
                && properties.containsKey(ImplicitApi.MANAGED)
                && Definition.openApi3(properties.get("OpenApiVersion"));
        if (wanted) {
            String version = String.valueOf(properties.get("OpenApiVersion"));
            properties.put("OpenApiVersion", version);
            if (properties.get("DefinitionBody") instanceof Map<?, ?> body) {
                Tree.members(body).put("openapi", version);
                body.remove("swagger");
            }
        }
    }

    private void translate() {
        Map<String, Object> source = Tree.at(template, RESOURCES);
        Map<String, Object> made = new LinkedHashMap<>(source);
        template.put(RESOURCES, made);
        Map<String, Object> conditions = Tree.at(template, "Conditions");
        Parameters parameters = new Parameters(given, template, partition, region);
        Context context = Context.of(source, conditions, Tree.at(template, "Mappings"), parameters, partition);
        for (Declared declared : ordered(source)) {
            try {
                translate(declared, context, made);
            } catch (SamProblem problem) {
                problems.add(problem);
            }
        }
        if (!conditions.isEmpty()) {
            template.put("Conditions", conditions);
        }
    }

    /** Functions first, because their events write into APIs. */
    private static List<Declared> ordered(Map<String, Object> source) {
        List<Declared> functions = new ArrayList<>();
        List<Declared> apis = new ArrayList<>();
        List<Declared> others = new ArrayList<>();
        source.forEach((id, value) -> {
            Declared declared = new Declared(id, Tree.members(value));
            if (!declared.type().startsWith(PREFIX)) {
                return;
            }
            switch (declared.type()) {
                case FunctionKind.TYPE -> functions.add(declared);
                case RestApi.TYPE, HttpApi.TYPE -> apis.add(declared);
                default -> others.add(declared);
            }
        });
        functions.addAll(apis);
        functions.addAll(others);
        return functions;
    }

    private void translate(Declared declared, Context context, Map<String, Object> made) {
        SamKind kind = KINDS.get(declared.type());
        if (kind == null) {
            throw declared.problem("Resources of type " + declared.type() + " are not supported here.");
        }
        Tree.make(declared.resource(), "Properties");
        kind.table().check(declared.id(), declared.properties());
        noteFunctionName(declared, context);
        List<Made> all = kind.translate(declared, context);
        made.remove(declared.id());
        Map<String, String> byType = new HashMap<>();
        for (Made one : all) {
            if (!mayMake(one, context.source())) {
                throw SamProblem.taken(declared.id(), one.id(), one.type());
            }
            byType.put(one.type(), one.id());
            made.put(one.id(), one.toMap());
        }
        if (declared.type().equals("AWS::Serverless::LayerVersion")) {
            renamed.put(declared.id(), all.getFirst().id());
        }
        kind.references().forEach((name, type) -> {
            if (byType.containsKey(type)) {
                references.put(declared.id() + "." + name, byType.get(type));
            }
        });
    }

    private static boolean mayMake(Made one, Map<String, Object> source) {
        Object there = source.get(one.id());
        return !(there instanceof Map<?, ?> map)
                || String.valueOf(map.get("Type")).equals(TAKES_PLACE_OF.get(one.type()));
    }

    /** An API is deployed anew when the name of one of its functions changes. */
    private static void noteFunctionName(Declared declared, Context context) {
        if (!declared.type().equals(FunctionKind.TYPE) || !declared.says("FunctionName")) {
            return;
        }
        Object name = context.parameters().resolve(Tree.copy(declared.get("FunctionName")));
        Tree.at(declared.properties(), "Events").values().forEach(event -> {
            Map<String, Object> map = event instanceof Map<?, ?> known ? Tree.members(known) : Tree.map();
            Object api = Tree.at(map, "Properties").get("RestApiId");
            if ("Api".equals(map.get("Type")) && api != null) {
                String id = api instanceof Map<?, ?> ref ? String.valueOf(ref.get(Fn.REF)) : String.valueOf(api);
                context.apiFunctions()
                        .computeIfAbsent(id, key -> new StringBuilder())
                        .append(name);
            }
        });
    }

    private void finish() {
        template.remove("Transform");
        dependsOn();
        Parameters.rewrite(template, this::rename);
        Parameters.rewrite(template, this::refer);
    }

    private void dependsOn() {
        Tree.at(template, RESOURCES).values().forEach(value -> {
            Map<String, Object> resource = Tree.members(value);
            if (resource.get("DependsOn") instanceof String id && renamed.containsKey(id)) {
                resource.put("DependsOn", renamed.get(id));
            } else if (resource.get("DependsOn") instanceof List<?> ids) {
                Tree.items(ids).replaceAll(id -> renamed.getOrDefault(String.valueOf(id), String.valueOf(id)));
            }
        });
    }

    /** References to layers, whose ids have a digest now. */
    private @Nullable Object rename(String function, Object argument) {
        return switch (function) {
            case Fn.REF -> argument instanceof String id && renamed.containsKey(id) ? Fn.ref(renamed.get(id)) : null;
            case Fn.GET_ATT ->
                argument instanceof List<?> parts
                                && parts.size() > 1
                                && renamed.containsKey(String.valueOf(parts.getFirst()))
                        ? attribute(renamed.get(String.valueOf(parts.getFirst())), parts, 1)
                        : null;
            case Fn.SUB ->
                Parameters.substituted(argument, (whole, name) -> {
                    String id = name.split("\\.")[0];
                    return renamed.containsKey(id) ? whole.replace(id, String.valueOf(renamed.get(id))) : whole;
                });
            default -> null;
        };
    }

    /** References such as {@code Function.Alias}. */
    private @Nullable Object refer(String function, Object argument) {
        return switch (function) {
            case Fn.REF ->
                argument instanceof String id && references.containsKey(id) ? Fn.ref(references.get(id)) : null;
            case Fn.GET_ATT -> argument instanceof List<?> parts ? referAttribute(parts) : null;
            case Fn.SUB ->
                Parameters.substituted(argument, (whole, name) -> {
                    String[] parts = name.split("\\.");
                    String id = parts.length < 2 ? "" : parts[0] + "." + parts[1];
                    return references.containsKey(id) ? whole.replace(id, String.valueOf(references.get(id))) : whole;
                });
            default -> null;
        };
    }

    private @Nullable Object referAttribute(List<?> parts) {
        if (parts.size() < 2 || !parts.stream().allMatch(String.class::isInstance)) {
            return null;
        }
        List<String> split = List.of(
                String.join(".", parts.stream().map(String::valueOf).toList()).split("\\."));
        String id = references.get(split.get(0) + "." + split.get(1));
        return id == null ? null : attribute(id, split, 2);
    }

    private static Map<String, Object> attribute(@Nullable String id, List<?> parts, int from) {
        List<Object> all = Tree.list(id);
        all.addAll(parts.subList(from, parts.size()));
        return Tree.map(Fn.GET_ATT, all);
    }
}
