package dev.hearth.neighbours.resources;

import static dev.hearth.neighbours.resources.IamTypes.IAM;

import dev.hearth.neighbours.templates.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** {@code AWS::IAM::Policy}: one policy, put on roles, users and groups. */
record IamPolicies(String name) implements ResourceType {

    private static final List<String> KINDS = List.of("Role", "User", "Group");

    @Override
    public Set<String> replacing() {
        return Set.of();
    }

    @Override
    public String capability(Map<String, Object> properties) {
        return "CAPABILITY_IAM";
    }

    @Override
    public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
        for (String kind : KINDS) {
            Tree.texts(wish.properties().get(kind + "s"))
                    .forEach(one -> calls.call(
                            IAM,
                            "Put" + kind + "Policy",
                            Map.of(
                                    kind + "Name",
                                    one,
                                    "PolicyName",
                                    wish.need("PolicyName"),
                                    "PolicyDocument",
                                    Tree.map(wish.properties(), "PolicyDocument"))));
        }
        return Made.of(wish.madeUp(128), Map.of("Id", wish.madeUp(128)));
    }

    @Override
    public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
        create(now, calls, nobody -> {});
        boolean renamed = Properties.changed(before, now, "PolicyName");
        for (String kind : KINDS) {
            List<String> wanted = Tree.texts(now.properties().get(kind + "s"));
            Tree.texts(before.properties().get(kind + "s")).stream()
                    .filter(one -> renamed || !wanted.contains(one))
                    .forEach(one -> remove(kind, one, before, calls));
        }
        return Made.of(physicalId, Map.of("Id", physicalId));
    }

    private static void remove(String kind, String one, Wish wish, AwsCalls calls) {
        Properties.gone(() -> calls.call(
                IAM, "Delete" + kind + "Policy", Map.of(kind + "Name", one, "PolicyName", wish.need("PolicyName"))));
    }

    @Override
    public void delete(String physicalId, Wish wish, AwsCalls calls) {
        for (String kind : KINDS) {
            Tree.texts(wish.properties().get(kind + "s")).forEach(one -> remove(kind, one, wish, calls));
        }
    }
}
