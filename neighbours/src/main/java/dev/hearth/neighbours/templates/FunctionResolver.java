package dev.hearth.neighbours.templates;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Resolver}: a walk over the tree. One for each use: it remembers the conditions. */
final class FunctionResolver implements Resolver {

    private final Template template;
    private final Map<String, Object> parameters;
    private final Surroundings surroundings;
    private final ConditionResolver conditions;
    private final Map<String, Object> resources;
    private int depth;

    FunctionResolver(Template template, Map<String, Object> parameters, Surroundings surroundings) {
        this.template = template;
        this.parameters = parameters;
        this.surroundings = surroundings;
        this.conditions = new ConditionResolver(template.section("Conditions"), this);
        this.resources = template.section("Resources");
    }

    @Override
    public boolean condition(String name) {
        return conditions.holds(name);
    }

    @Override
    public Set<String> needs(Object tree) {
        return References.in(tree, this::condition);
    }

    @Override
    public Object resolve(Object tree) {
        if (++depth > TemplateLimits.FUNCTION_DEPTH * 2) {
            throw TemplateFault.error("functions are nested too deeply");
        }
        try {
            return switch (tree) {
                case Map<?, ?> map -> map.size() == 1 ? single(map) : members(map);
                case Collection<?> list -> elements(list);
                case String text -> Dynamic.fill(text, surroundings);
                default -> tree;
            };
        } finally {
            depth--;
        }
    }

    private Object single(Map<?, ?> map) {
        String name = String.valueOf(map.keySet().iterator().next());
        Object argument = map.values().iterator().next();
        boolean function =
                name.equals("Ref") || name.startsWith("Fn::") || name.equals("Condition") && isName(argument);
        return function ? call(name, argument) : members(map);
    }

    private boolean isName(Object argument) {
        return argument instanceof String name && template.section("Conditions").containsKey(name);
    }

    private Map<String, Object> members(Map<?, ?> map) {
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            Object resolved = resolve(value);
            if (resolved != NOTHING) {
                members.put(String.valueOf(name), resolved);
            }
        });
        return members;
    }

    private List<Object> elements(Collection<?> list) {
        List<Object> elements = new ArrayList<>();
        for (Object each : list) {
            Object resolved = resolve(each);
            if (resolved != NOTHING) {
                elements.add(resolved);
            }
        }
        return elements;
    }

    private Object call(String name, Object argument) {
        return switch (name) {
            case "Ref" -> ref(argument);
            case "Fn::GetAtt" -> attribute(argument);
            case "Fn::Sub" -> sub(argument);
            case "Fn::Join" -> Lists.join(Tree.list(argument), this);
            case "Fn::Select" -> Lists.select(Tree.list(argument), this);
            case "Fn::Split" -> Lists.split(Tree.list(argument), this);
            case "Fn::FindInMap" -> Mappings.find(template.section("Mappings"), Tree.list(argument), this);
            case "Fn::If" -> choice(Tree.list(argument));
            case "Fn::Base64" -> base64(resolve(argument));
            case "Fn::Cidr" -> Lists.cidr(Tree.list(argument), this);
            case "Fn::GetAZs" -> List.copyOf(surroundings.zones(zone(resolve(argument))));
            case "Fn::ImportValue" -> imported(resolve(argument));
            case "Fn::Length" -> Lists.length(argument, this);
            case "Fn::ToJsonString" -> json(resolve(argument));
            case "Condition", "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals" -> conditions.evaluate(name, argument);
            default ->
                throw TemplateFault.error("Encountered unsupported function: " + name
                        + " Supported functions are: [Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join,"
                        + " Fn::Split, Fn::FindInMap, Fn::Select, Ref, Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And,"
                        + " Fn::Or, Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, Fn::ValueOf, Fn::ValueOfAll,"
                        + " Fn::RefAll, Fn::Sub, Fn::Cidr, Fn::Length, Fn::ToJsonString]");
        };
    }

    private Object json(Object value) {
        return Unknown.in(value) ? new Unknown("json") : Tree.json(value == NOTHING ? Map.of() : value);
    }

    private static Object base64(Object value) {
        return value instanceof Unknown
                ? value
                : Base64.getEncoder().encodeToString(Tree.text(value).getBytes(StandardCharsets.UTF_8));
    }

    private String zone(Object region) {
        String given = Tree.text(region);
        return given.isEmpty() ? String.valueOf(parameters.get("AWS::Region")) : given;
    }

    private Object imported(Object name) {
        return name instanceof Unknown ? name : surroundings.exported(Tree.text(name));
    }

    private Object ref(Object argument) {
        Object resolved = argument instanceof String ? argument : resolve(argument);
        if (!(resolved instanceof String name)) {
            throw TemplateFault.format("[/] Every Ref must have a String value.");
        }
        if (name.equals("AWS::NoValue")) {
            return NOTHING;
        }
        Object parameter = parameters.get(name);
        if (parameter != null) {
            return parameter;
        }
        Object resource = resources.containsKey(name) ? surroundings.ref(name) : null;
        if (resource == null) {
            throw unresolved(name);
        }
        return resource;
    }

    private static RuntimeException unresolved(String name) {
        return TemplateFault.format(
                "Unresolved resource dependencies [" + name + "] in the Resources block of the template");
    }

    private Object attribute(Object argument) {
        List<Object> parts =
                argument instanceof String text ? List.of((Object[]) text.split("\\.", 2)) : Tree.list(argument);
        if (parts.size() < 2 || !(parts.getFirst() instanceof String id)) {
            throw TemplateFault.error("every Fn::GetAtt object requires two non-empty parameters, the resource name"
                    + " and the resource attribute");
        }
        if (!resources.containsKey(id)) {
            throw TemplateFault.error("instance of Fn::GetAtt references undefined resource " + id);
        }
        StringBuilder name = new StringBuilder();
        for (Object part : parts.subList(1, parts.size())) {
            Object value = resolve(part);
            name.append(name.isEmpty() ? "" : ".").append(Tree.text(value));
        }
        if (surroundings.ref(id) == null) {
            throw unresolved(id);
        }
        return surroundings.attribute(id, name.toString());
    }

    private Object sub(Object argument) {
        List<Object> parts = argument instanceof String ? List.of(argument) : Tree.list(argument);
        boolean wellFormed = !parts.isEmpty()
                && parts.size() <= 2
                && parts.getFirst() instanceof String
                && (parts.size() == 1 || parts.get(1) instanceof Map);
        if (!wellFormed) {
            throw TemplateFault.error(
                    "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify"
                            + " a string as first argument, and an optional second argument to specify a mapping of"
                            + " values to replace in the string");
        }
        Map<String, Object> own = parts.size() == 2 ? members(Tree.map(parts.get(1))) : new HashMap<>();
        Unknown[] unknown = new Unknown[1];
        String text = SubText.fill((String) parts.getFirst(), name -> {
            Object value = own.containsKey(name) ? own.get(name) : named(name);
            if (value instanceof Unknown later) {
                unknown[0] = later;
            }
            return part(name, value);
        });
        return unknown[0] != null ? unknown[0] : Dynamic.fill(text, surroundings);
    }

    private static String part(String name, @Nullable Object value) {
        if (value == null || value == NOTHING || value instanceof Map || value instanceof Collection) {
            throw TemplateFault.error("variable " + name + " in Fn::Sub expression does not resolve to a string");
        }
        return Tree.text(value);
    }

    private Object named(String name) {
        return name.contains(".") ? attribute(name) : ref(name);
    }

    private Object choice(List<Object> parts) {
        if (parts.size() != 3 || !(parts.getFirst() instanceof String name)) {
            throw TemplateFault.error("Fn::If requires a list argument with three parameters: a condition name, and the"
                    + " values if it is true and if it is false");
        }
        return resolve(condition(name) ? parts.get(1) : parts.get(2));
    }
}
