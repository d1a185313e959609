package dev.hearth.neighbours.resources;

import static dev.hearth.neighbours.resources.IamTypes.IAM;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** {@code AWS::IAM::Role}, {@code User} and {@code Group}: each has policies of its own and managed ones. */
final class IamPrincipal implements ResourceType {

    private static final String MANAGED = "ManagedPolicyArns";
    private static final String OWN = "Policies";

    private final String kind;
    private final String key;

    /**
     * @param kind as it stands in the names of operations
     * @param key the member that names one
     */
    IamPrincipal(String kind, String key) {
        this.kind = kind;
        this.key = key;
    }

    @Override
    public String name() {
        return "AWS::IAM::" + kind;
    }

    @Override
    public Set<String> replacing() {
        return Set.of(key, "Path");
    }

    @Override
    public String capability(Map<String, Object> properties) {
        return IamTypes.capability(properties, key);
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        String name = wish.name(key, IamTypes.nameChars());
        Map<String, Object> input = Properties.without(wish, MANAGED, OWN, "Groups", "LoginProfile", "Tags");
        input.put(key, name);
        if (!kind.equals("Group") && !wish.allTags().isEmpty()) {
            input.put("Tags", wish.tagList());
        }
        try {
            calls.call(IAM, "Create" + kind, mark().put(input, wish));
        } catch (FaultException refused) {
            if (!AwsCalls.isThere(refused) || !mark().isMine(name, wish, calls)) {
                throw refused;
            }
        }
        told.accept(name);
        if (mark().isInTheWay()) {
            calls.call(IAM, "UpdateGroup", Map.of(key, name, "NewPath", wish.text("Path", "/")));
        }
        policies(name, Map.of(), wish.properties(), calls);
        return made(name, calls);
    }

    /** A group has no tags: until it is recorded it lies at a path that is the mark. */
    private Mark mark() {
        return kind.equals("Group")
                ? new GroupPath()
                : Mark.tag(IAM, "List" + kind + "Tags", (name, wish) -> Map.of(key, name));
    }

    private static final class GroupPath implements Mark {

        private static String path(Wish wish) {
            return "/hearth/" + wish.mark() + "/";
        }

        @Override
        public Map<String, Object> put(Map<String, Object> input, Wish wish) {
            return Properties.with(input, "Path", path(wish));
        }

        @Override
        public boolean isOn(String name, Wish wish, AwsCalls calls) {
            Map<String, Object> there = Tree.map(calls.call(IAM, "GetGroup", Map.of("GroupName", name)), "Group");
            return Properties.text(there, "Path").equals(path(wish));
        }

        @Override
        public boolean isInTheWay() {
            return true;
        }
    }

    private Made made(String name, AwsCalls calls) {
        Map<String, Object> there = Tree.map(calls.call(IAM, "Get" + kind, Map.of(key, name)), kind);
        return Made.of(
                name, Map.of("Arn", Properties.text(there, "Arn"), kind + "Id", Properties.text(there, kind + "Id")));
    }

    private void policies(String name, Map<String, Object> before, Map<String, Object> now, AwsCalls calls) {
        List<String> wanted = Tree.texts(now.get(MANAGED));
        for (String arn : wanted) {
            calls.call(IAM, "Attach" + kind + "Policy", Map.of(key, name, "PolicyArn", arn));
        }
        for (String arn : Tree.texts(before.get(MANAGED))) {
            if (!wanted.contains(arn)) {
                Properties.gone(() -> calls.call(IAM, "Detach" + kind + "Policy", Map.of(key, name, "PolicyArn", arn)));
            }
        }
        Map<String, Object> own = named(now.get(OWN));
        own.forEach((policy, document) -> calls.call(
                IAM, "Put" + kind + "Policy", Map.of(key, name, "PolicyName", policy, "PolicyDocument", document)));
        named(before.get(OWN)).keySet().stream()
                .filter(policy -> !own.containsKey(policy))
                .forEach(policy -> Properties.gone(
                        () -> calls.call(IAM, "Delete" + kind + "Policy", Map.of(key, name, "PolicyName", policy))));
        if (kind.equals("User")) {
            List<String> groups = Tree.texts(now.get("Groups"));
            groups.forEach(group -> calls.call(IAM, "AddUserToGroup", Map.of(key, name, "GroupName", group)));
            Tree.texts(before.get("Groups")).stream()
                    .filter(group -> !groups.contains(group))
                    .forEach(group -> Properties.gone(
                            () -> calls.call(IAM, "RemoveUserFromGroup", Map.of(key, name, "GroupName", group))));
        }
    }

    private static Map<String, Object> named(Object policies) {
        Map<String, Object> named = new LinkedHashMap<>();
        Tree.list(policies).forEach(each -> {
            Map<String, Object> policy = Tree.map(each);
            named.put(Tree.text(policy, "PolicyName", ""), policy.getOrDefault("PolicyDocument", Map.of()));
        });
        return named;
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        if (kind.equals("Role")) {
            if (Properties.changed(before, now, "AssumeRolePolicyDocument")) {
                calls.call(
                        IAM,
                        "UpdateAssumeRolePolicy",
                        Map.of(
                                key,
                                physicalId,
                                "PolicyDocument",
                                Tree.map(now.properties(), "AssumeRolePolicyDocument")));
            }
            if (Properties.changed(before, now, "Description")
                    || Properties.changed(before, now, "MaxSessionDuration")) {
                calls.call(
                        IAM,
                        "UpdateRole",
                        Map.of(
                                key,
                                physicalId,
                                "Description",
                                now.text("Description", ""),
                                "MaxSessionDuration",
                                now.text("MaxSessionDuration", "3600")));
            }
        }
        policies(physicalId, before.properties(), now.properties(), calls);
        if (!kind.equals("Group") && !before.allTags().equals(now.allTags())) {
            List<String> gone = new ArrayList<>(before.allTags().keySet());
            gone.removeAll(now.allTags().keySet());
            if (!gone.isEmpty()) {
                calls.call(IAM, "Untag" + kind, Map.of(key, physicalId, "TagKeys", gone));
            }
            if (!now.allTags().isEmpty()) {
                calls.call(IAM, "Tag" + kind, Map.of(key, physicalId, "Tags", now.tagList()));
            }
        }
        return made(physicalId, calls);
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        policies(physicalId, wish.properties(), Map.of(), calls);
        Properties.gone(() -> calls.call(IAM, "Delete" + kind, Map.of(key, physicalId)));
    }
}
