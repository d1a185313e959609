package dev.hearth.neighbours.resources;

import static dev.hearth.neighbours.resources.IamTypes.IAM;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is put on a role, user or group by a resource of its own. */
final class IamParts {

    private IamParts() {}

    static List<ResourceType> all() {
        return List.of(policy("Role"), policy("User"), policy("Group"), new Members(), serviceLinkedRole());
    }

    /** {@code AWS::IAM::RolePolicy} and its like: one inline policy on one principal. */
    private static ResourceType policy(String kind) {
        String owner = kind + "Name";
        String verbs = kind + "Policy";
        return Declared.of("AWS::IAM::" + verbs, IAM)
                .capability(properties -> "CAPABILITY_IAM")
                .create("Put" + verbs, wish -> document(wish, owner))
                .id((wish, response) -> wish.need("PolicyName") + "|" + wish.need(owner))
                .find((wish, calls) -> there(wish, kind, calls))
                .looksFirst()
                .replacing("PolicyName", owner)
                .update("Put" + verbs, (id, wish) -> document(wish, owner))
                .delete(
                        "Delete" + verbs,
                        (id, wish) -> Map.of(owner, wish.need(owner), "PolicyName", wish.need("PolicyName")));
    }

    private static @Nullable String there(Wish wish, String kind, AwsCalls calls) {
        String owner = kind + "Name";
        Map<String, Object> key = Map.of(owner, wish.need(owner), "PolicyName", wish.need("PolicyName"));
        try {
            calls.call(IAM, "Get" + kind + "Policy", key);
            return wish.need("PolicyName") + "|" + wish.need(owner);
        } catch (FaultException missing) {
            return null;
        }
    }

    private static Map<String, Object> document(Wish wish, String owner) {
        Properties.known(wish, Set.of("PolicyName", "PolicyDocument", owner));
        wish.need("PolicyName");
        return Properties.with(wish.properties(), "PolicyDocument", Tree.map(wish.properties(), "PolicyDocument"));
    }

    private static ResourceType serviceLinkedRole() {
        return Declared.of("AWS::IAM::ServiceLinkedRole", IAM)
                .capability(properties -> "CAPABILITY_IAM")
                .create("CreateServiceLinkedRole", Wish::properties)
                .id((wish, response) -> Properties.text(Tree.map(Properties.member(response, "Role")), "RoleName"))
                .computed("RoleName", (id, wish) -> id)
                .replacing("AWSServiceName", "CustomSuffix", "Description")
                .delete("DeleteServiceLinkedRole", (id, wish) -> Map.of("RoleName", id));
    }

    /** {@code AWS::IAM::UserToGroupAddition}. */
    private static final class Members implements ResourceType {

        private static final String USERS = "Users";
        private static final String GROUP = "GroupName";

        @Override
        public String name() {
            return "AWS::IAM::UserToGroupAddition";
        }

        @Override
        public Set<String> replacing() {
            return Set.of(GROUP);
        }

        @Override
        public String capability(Map<String, Object> properties) {
            return "CAPABILITY_IAM";
        }

        @Override
        public Made create(Wish wish, AwsCalls calls, Consumer<String> told) {
            Properties.known(wish, Set.of(GROUP, USERS));
            users(wish).forEach(user -> calls.call(IAM, "AddUserToGroup", membership(wish, user)));
            return Made.of(wish.madeUp(128), Map.of("Id", wish.madeUp(128)));
        }

        private static List<String> users(Wish wish) {
            return Tree.texts(wish.properties().get(USERS));
        }

        private static Map<String, Object> membership(Wish wish, String user) {
            return Map.of(GROUP, wish.need(GROUP), "UserName", user);
        }

        @Override
        public Made update(String physicalId, Wish before, Wish now, AwsCalls calls) {
            Made made = create(now, calls, nobody -> {});
            users(before).stream()
                    .filter(user -> !users(now).contains(user))
                    .forEach(user -> remove(before, user, calls));
            return Made.of(physicalId, made.attributes());
        }

        private static void remove(Wish wish, String user, AwsCalls calls) {
            Properties.gone(() -> calls.call(IAM, "RemoveUserFromGroup", membership(wish, user)));
        }

        @Override
        public void delete(String physicalId, Wish wish, AwsCalls calls) {
            users(wish).forEach(user -> remove(wish, user, calls));
        }
    }
}
