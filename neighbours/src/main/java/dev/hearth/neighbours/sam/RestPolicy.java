package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The resource policy of a REST API, made of the short forms that SAM has for it. */
final class RestPolicy {

    private static final String POLICY = "x-amazon-apigateway-policy";
    private static final String STATEMENT = "Statement";

    private final Map<String, Object> policy;
    private final Definition definition;

    private RestPolicy(Definition definition) {
        this.definition = definition;
        this.policy = Tree.make(definition.doc(), POLICY);
    }

    /** Adds what {@code wanted} says for all methods of {@code path} in {@code stage}. */
    static void add(Definition definition, Map<String, Object> wanted, String path, @Nullable Object stage) {
        new RestPolicy(definition).add(wanted, path, stage);
    }

    /** Adds the statements that are written out. */
    static void addCustom(Definition definition, @Nullable Object statements) {
        if (!Tree.says(statements)) {
            return;
        }
        RestPolicy made = new RestPolicy(definition);
        made.policy.put("Version", "2012-10-17");
        if (made.policy.get(STATEMENT) == null) {
            made.policy.put(STATEMENT, statements);
            return;
        }
        List<Object> all = statements instanceof List<?> list ? Tree.items(list) : Tree.list(statements);
        all.forEach(made::addNew);
    }

    private void add(Map<String, Object> wanted, String path, @Nullable Object stage) {
        accounts(wanted.get("AwsAccountWhitelist"), "Allow", path, stage);
        accounts(wanted.get("AwsAccountBlacklist"), "Deny", path, stage);
        addresses(wanted.get("IpRangeWhitelist"), "NotIpAddress", path, stage);
        addresses(wanted.get("IpRangeBlacklist"), "IpAddress", path, stage);
        networks(wanted, "Blacklist", "StringEquals", path, stage);
        networks(wanted, "Whitelist", "StringNotEquals", path, stage);
    }

    private void accounts(@Nullable Object accounts, String effect, String path, @Nullable Object stage) {
        if (!Tree.says(accounts)) {
            return;
        }
        if (!(accounts instanceof Map) && !(accounts instanceof List)) {
            throw SamProblem.ofTemplate("Type of '" + accounts + "' must be a list or dictionary");
        }
        policy.put("Version", "2012-10-17");
        Map<String, Object> statement = statement(effect, resources(path, stage));
        statement.put("Principal", Tree.map("AWS", accounts instanceof List ? accounts : Tree.list(accounts)));
        if (policy.get(STATEMENT) == null) {
            policy.put(STATEMENT, statement);
        } else {
            statements().add(statement);
        }
    }

    private void addresses(@Nullable Object ranges, String operator, String path, @Nullable Object stage) {
        if (Tree.says(ranges)) {
            Object list = ranges instanceof List ? ranges : Tree.list(ranges);
            unless(Tree.map(operator, Tree.map("aws:SourceIp", list)), path, stage);
        }
    }

    private void networks(
            Map<String, Object> wanted, String list, String operator, String path, @Nullable Object stage) {
        List<Object> vpcs = new ArrayList<>();
        List<Object> endpoints = new ArrayList<>();
        if (wanted.get("SourceVpc" + list) instanceof List<?> named) {
            for (Object one : named) {
                if (!(one instanceof String name)) {
                    throw SamProblem.ofTemplate("SourceVpc" + list + " must be a list of strings. Use IntrinsicVpc"
                            + list + " instead for values that use Intrinsic Functions");
                }
                if (name.startsWith("vpce-")) {
                    endpoints.add(name);
                } else if (name.startsWith("vpc-")) {
                    vpcs.add(name);
                }
            }
        }
        if (wanted.get("IntrinsicVpc" + list) instanceof List<?> more) {
            vpcs.addAll(more);
        }
        if (wanted.get("IntrinsicVpce" + list) instanceof List<?> more) {
            endpoints.addAll(more);
        }
        Map<String, Object> sources = Tree.map();
        if (!vpcs.isEmpty()) {
            sources.put("aws:SourceVpc", vpcs);
        }
        if (!endpoints.isEmpty()) {
            sources.put("aws:SourceVpce", endpoints);
        }
        if (!sources.isEmpty()) {
            unless(Tree.map(operator, sources), path, stage);
        }
    }

    /** Allows everybody but those for whom {@code condition} holds. */
    private void unless(Map<String, Object> condition, String path, @Nullable Object stage) {
        policy.put("Version", "2012-10-17");
        List<Object> resources = resources(path, stage);
        Map<String, Object> allow = statement("Allow", resources);
        allow.put("Principal", "*");
        Map<String, Object> deny = statement("Deny", resources);
        deny.put("Principal", "*");
        deny.put("Condition", condition);
        if (policy.get(STATEMENT) == null) {
            policy.put(STATEMENT, new ArrayList<>());
        }
        addNew(allow);
        addNew(deny);
    }

    private static Map<String, Object> statement(String effect, List<Object> resources) {
        return Tree.map("Effect", effect, "Action", "execute-api:Invoke", "Resource", resources);
    }

    private List<Object> statements() {
        Object found = policy.get(STATEMENT);
        if (found instanceof List<?> list) {
            return Tree.items(list);
        }
        List<Object> made = Tree.list(found);
        policy.put(STATEMENT, made);
        return made;
    }

    private void addNew(Object statement) {
        if (!statements().contains(statement)) {
            statements().add(statement);
        }
    }

    private List<Object> resources(String path, @Nullable Object stage) {
        List<Object> found = new ArrayList<>();
        for (Map<String, Object> item : definition.itemsOf(path)) {
            for (String name : item.keySet()) {
                boolean any = name.equalsIgnoreCase(Definition.ANY) || name.equalsIgnoreCase("any");
                String method = any ? "*" : name.toUpperCase(Locale.ROOT);
                found.add(Fn.sub(
                        "execute-api:/${__Stage__}/" + method + Definition.pattern(path),
                        Tree.map("__Stage__", stage)));
            }
        }
        return found;
    }
}
