package dev.hearth.neighbours.resources;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of IAM. */
final class IamTypes {

    static final String IAM = "iam";
    private static final int NAME_CHARS = 64;
    private static final int POLICY_CHARS = 128;

    private IamTypes() {}

    static List<ResourceType> all() {
        return List.of(
                new IamPrincipal("Role", "RoleName"),
                new IamPrincipal("User", "UserName"),
                new IamPrincipal("Group", "GroupName"),
                inlinePolicy(),
                managedPolicy(),
                profile(),
                accessKey());
    }

    /** {@code CAPABILITY_NAMED_IAM} where the template chooses the name. */
    static String capability(Map<String, Object> properties, String name) {
        return properties.containsKey(name) ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM";
    }

    private static ResourceType inlinePolicy() {
        return new IamPolicies("AWS::IAM::Policy");
    }

    private static ResourceType managedPolicy() {
        return Declared.of("AWS::IAM::ManagedPolicy", IAM)
                .capability(properties -> capability(properties, "ManagedPolicyName"))
                .create("CreatePolicy", wish -> {
                    Map<String, Object> input =
                            Properties.without(wish, "ManagedPolicyName", "Roles", "Users", "Groups", "Tags");
                    input.put("PolicyName", wish.name("ManagedPolicyName", POLICY_CHARS));
                    return input;
                })
                .id((wish, response) -> {
                    String arn = Properties.text(Tree.map(response, "Policy"), "Arn");
                    return arn.isEmpty()
                            ? "arn:aws:iam::" + wish.scope().account() + ":policy" + wish.text("Path", "/")
                                    + wish.name("ManagedPolicyName", POLICY_CHARS)
                            : arn;
                })
                .computed("PolicyArn", (id, wish) -> id)
                .marked(Mark.tag(IAM, "ListPolicyTags", (id, wish) -> Map.of("PolicyArn", id)))
                .replacing("ManagedPolicyName", "Path", "Description")
                .after(IamTypes::changeManaged)
                .before(IamTypes::detach)
                .delete("DeletePolicy", (id, wish) -> Map.of("PolicyArn", id));
    }

    private static void changeManaged(String arn, @Nullable Wish before, Wish now, AwsCalls calls) {
        if (before != null && Properties.changed(before, now, "PolicyDocument")) {
            Object versions = calls.call(IAM, "ListPolicyVersions", Map.of("PolicyArn", arn))
                    .get("Versions");
            List<Object> old = new ArrayList<>(Tree.list(versions));
            old.removeIf(each -> "true".equals(Properties.text(Tree.map(each), "IsDefaultVersion")));
            old.forEach(each -> Properties.gone(() -> calls.call(
                    IAM,
                    "DeletePolicyVersion",
                    Map.of("PolicyArn", arn, "VersionId", Properties.text(Tree.map(each), "VersionId")))));
            calls.call(
                    IAM,
                    "CreatePolicyVersion",
                    Map.of(
                            "PolicyArn",
                            arn,
                            "PolicyDocument",
                            Tree.map(now.properties(), "PolicyDocument"),
                            "SetAsDefault",
                            true));
        }
        for (String kind : List.of("Role", "User", "Group")) {
            List<String> wanted = Tree.texts(now.properties().get(kind + "s"));
            List<String> had =
                    before == null ? List.of() : Tree.texts(before.properties().get(kind + "s"));
            wanted.forEach(
                    name -> calls.call(IAM, "Attach" + kind + "Policy", Map.of(kind + "Name", name, "PolicyArn", arn)));
            had.stream()
                    .filter(name -> !wanted.contains(name))
                    .forEach(name -> Properties.gone(() -> calls.call(
                            IAM, "Detach" + kind + "Policy", Map.of(kind + "Name", name, "PolicyArn", arn))));
        }
    }

    /** A policy that somebody has attached elsewhere too is not deleted. */
    private static void detach(String arn, Wish wish, AwsCalls calls) {
        for (String kind : List.of("Role", "User", "Group")) {
            Tree.texts(wish.properties().get(kind + "s"))
                    .forEach(name -> Properties.gone(() -> calls.call(
                            IAM, "Detach" + kind + "Policy", Map.of(kind + "Name", name, "PolicyArn", arn))));
        }
    }

    private static ResourceType profile() {
        return Declared.of("AWS::IAM::InstanceProfile", IAM)
                .capability(properties -> capability(properties, "InstanceProfileName"))
                .create("CreateInstanceProfile", wish -> {
                    Map<String, Object> input = Properties.without(wish, "Roles");
                    input.put("InstanceProfileName", wish.name("InstanceProfileName", POLICY_CHARS));
                    return input;
                })
                .id((wish, response) -> wish.name("InstanceProfileName", POLICY_CHARS))
                .computed(
                        "Arn",
                        (id, wish) -> "arn:aws:iam::" + wish.scope().account() + ":instance-profile"
                                + wish.text("Path", "/") + id)
                .replacing("InstanceProfileName", "Path")
                .marked(Mark.tag(IAM, "ListInstanceProfileTags", (id, wish) -> Map.of("InstanceProfileName", id)))
                .after((id, before, now, calls) -> {
                    List<String> had = before == null
                            ? List.of()
                            : Tree.texts(before.properties().get("Roles"));
                    List<String> wanted = Tree.texts(now.properties().get("Roles"));
                    had.stream()
                            .filter(role -> !wanted.contains(role))
                            .forEach(role -> role(id, role, "Remove", calls));
                    wanted.stream().filter(role -> !had.contains(role)).forEach(role -> role(id, role, "Add", calls));
                })
                .before((id, wish, calls) ->
                        Tree.texts(wish.properties().get("Roles")).forEach(role -> role(id, role, "Remove", calls)))
                .delete("DeleteInstanceProfile", (id, wish) -> Map.of("InstanceProfileName", id));
    }

    private static void role(String profile, String role, String verb, AwsCalls calls) {
        String way = verb.equals("Add") ? "AddRoleToInstanceProfile" : "RemoveRoleFromInstanceProfile";
        Runnable call = () -> calls.call(IAM, way, Map.of("InstanceProfileName", profile, "RoleName", role));
        if (verb.equals("Add")) {
            try {
                call.run();
            } catch (FaultException refused) {
                if (!AwsCalls.isThere(refused) && !refused.fault().detail().startsWith("LimitExceeded")) {
                    throw refused;
                }
            }
        } else {
            Properties.gone(call);
        }
    }

    private static ResourceType accessKey() {
        return Declared.of("AWS::IAM::AccessKey", IAM)
                .capability(properties -> "CAPABILITY_IAM")
                .create("CreateAccessKey", wish -> Map.of("UserName", wish.need("UserName")))
                .once()
                .id((wish, response) -> Properties.text(Tree.map(response, "AccessKey"), "AccessKeyId"))
                .responded((response, attributes) -> attributes.put(
                        "SecretAccessKey", Properties.text(Tree.map(response, "AccessKey"), "SecretAccessKey")))
                .replacing("UserName", "Serial")
                .update("UpdateAccessKey", (id, wish) -> {
                    Map<String, Object> input = new LinkedHashMap<>();
                    input.put("UserName", wish.need("UserName"));
                    input.put("AccessKeyId", id);
                    input.put("Status", wish.text("Status", "Active"));
                    return input;
                })
                .delete("DeleteAccessKey", (id, wish) -> Map.of("UserName", wish.need("UserName"), "AccessKeyId", id));
    }

    static int nameChars() {
        return NAME_CHARS;
    }
}
