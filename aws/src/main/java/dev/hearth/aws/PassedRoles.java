package dev.hearth.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** The roles that a request gives to a service, for each of which its caller needs {@code iam:PassRole}. */
final class PassedRoles {

    /** Operations that pass roles, and the members that name them, lists and structures on the way included. */
    private static final Map<String, List<String>> MEMBERS = Map.ofEntries(
            Map.entry("lambda:CreateFunction", List.of("Role")),
            Map.entry("lambda:UpdateFunctionConfiguration", List.of("Role")),
            Map.entry("scheduler:CreateSchedule", List.of("Target", "RoleArn")),
            Map.entry("scheduler:UpdateSchedule", List.of("Target", "RoleArn")),
            Map.entry("events:PutRule", List.of("RoleArn")),
            Map.entry("events:PutTargets", List.of("Targets", "RoleArn")),
            Map.entry("cloudformation:CreateStack", List.of("RoleARN")),
            Map.entry("cloudformation:UpdateStack", List.of("RoleARN")),
            Map.entry("cloudformation:CreateChangeSet", List.of("RoleARN")),
            Map.entry("s3:PutBucketReplication", List.of("Role")),
            Map.entry("logs:PutSubscriptionFilter", List.of("roleArn")));

    private PassedRoles() {}

    static List<String> of(String service, String operation, SdkPojo request) {
        List<String> members = MEMBERS.get(service + ":" + operation);
        List<String> roles = new ArrayList<>();
        if (members != null) {
            collect(request, members, roles);
        }
        return roles;
    }

    private static void collect(Object value, List<String> members, List<String> roles) {
        switch (value) {
            case String role when members.isEmpty() && role.startsWith("arn:") -> roles.add(role);
            case List<?> list -> list.forEach(each -> collect(each, members, roles));
            case SdkPojo pojo
            when !members.isEmpty() -> {
                for (SdkField<?> field : pojo.sdkFields()) {
                    Object member =
                            field.memberName().equals(members.getFirst()) ? field.getValueOrDefault(pojo) : null;
                    if (member != null) {
                        collect(member, members.subList(1, members.size()), roles);
                    }
                }
            }
            default -> {}
        }
    }
}
