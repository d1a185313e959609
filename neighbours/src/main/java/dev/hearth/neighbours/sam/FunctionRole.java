package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The role that is made for a function that names none. */
final class FunctionRole {

    private FunctionRole() {}

    /** The role of {@code declared}, with {@code more} policies. */
    static Made of(Declared declared, Context context, List<Object> more) {
        List<Object> arns = new ArrayList<>();
        arns.add(context.managedPolicy(
                declared.says("DurableConfig")
                        ? "service-role/AWSLambdaBasicDurableExecutionRolePolicy"
                        : "service-role/AWSLambdaBasicExecutionRole"));
        if (FunctionKind.traced(declared, context)) {
            boolean china = !context.partition().equals("aws");
            arns.add(context.managedPolicy(china ? "AWSXRayDaemonWriteAccess" : "AWSXrayWriteOnlyAccess"));
        }
        if (declared.says("VpcConfig")) {
            arns.add(context.managedPolicy("service-role/AWSLambdaVPCAccessExecutionRole"));
        }
        List<Object> documents = new ArrayList<>();
        if (declared.says("DeadLetterQueue")) {
            Map<String, Object> queue = Tree.at(declared.properties(), "DeadLetterQueue");
            String action = "SQS".equals(queue.get("Type")) ? "sqs:SendMessage" : "sns:Publish";
            documents.add(RolePolicies.deadLetters(action, queue.get("TargetArn")));
        }
        documents.addAll(more);
        String id = declared.id() + "Role";
        new Policies(declared, context, id).add(arns, documents);
        Object trust = declared.get("AssumeRolePolicyDocument");
        List<Object> tags = Tree.list(Tree.map("Key", "lambda:createdBy", "Value", "SAM"));
        tags.addAll(Tree.tags(declared.get("Tags")));
        return new Made(id, "AWS::IAM::Role", declared.passedOn())
                .set("AssumeRolePolicyDocument", trust == null ? RolePolicies.assume("lambda.amazonaws.com") : trust)
                .set("ManagedPolicyArns", arns)
                .set("Policies", documents.isEmpty() ? null : documents)
                .set("Path", declared.get("RolePath"))
                .set("PermissionsBoundary", declared.get("PermissionsBoundary"))
                .set("Tags", tags);
    }

    /** Gives {@code function} the role, or a part of it under a condition; null when the template names another. */
    static @Nullable Made attach(Declared declared, Context context, Made function, Made role) {
        Object own = declared.get("Role");
        if (own == null) {
            function.set("Role", role.arn());
            return role;
        }
        if (!Fn.isIf(own)) {
            return null;
        }
        List<Object> parts = Fn.branches(Tree.members(context.parameters().resolve(own)));
        if (parts == null) {
            throw declared.problem("Malformed 'Role' property: Fn::If requires 3 arguments.");
        }
        boolean first = Fn.isNoValue(parts.get(1));
        boolean second = Fn.isNoValue(parts.get(2));
        Object condition = parts.get(0);
        if (first && second) {
            function.set("Role", role.arn());
        } else if (first) {
            function.set("Role", Fn.when(condition, role.arn(), parts.get(2)));
            role.attribute("Condition", condition);
        } else if (second) {
            function.set("Role", Fn.when(condition, parts.get(1), role.arn()));
            role.attribute("Condition", "NOT" + condition);
            context.conditions().put("NOT" + condition, Fn.not(condition));
        } else {
            return null;
        }
        return role;
    }
}
