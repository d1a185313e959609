package dev.hearth.neighbours.sam;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The policies that the transform writes by itself. */
final class RolePolicies {

    private static final String VERSION = "2012-10-17";

    private RolePolicies() {}

    /** Who may take a role: the service {@code principal}. */
    static Map<String, Object> assume(String principal) {
        return Tree.map(
                "Version",
                VERSION,
                "Statement",
                Tree.list(Tree.map(
                        "Action",
                        Tree.list("sts:AssumeRole"),
                        "Effect",
                        "Allow",
                        "Principal",
                        Tree.map("Service", Tree.list(principal)))));
    }

    static Map<String, Object> invoke(@Nullable Object function, String id) {
        return named(id + "LambdaPolicy", allow("lambda:InvokeFunction", function));
    }

    static Map<String, Object> sendMessage(@Nullable Object queue, String id) {
        return named(id + "SQSPolicy", allow("sqs:SendMessage", queue));
    }

    static Map<String, Object> publish(@Nullable Object topic, String id) {
        return named(id + "SNSPolicy", allow("sns:publish", topic));
    }

    static Map<String, Object> putEvents(@Nullable Object bus, String id) {
        return named(id + "EventBridgePolicy", allow("events:PutEvents", bus));
    }

    static Map<String, Object> putObject(@Nullable Object bucket, String id) {
        Object objects = Tree.map("Fn::Join", Tree.list("/", Tree.list(bucket, "*")));
        return named(id + "S3Policy", allow("s3:PutObject", objects), allow("s3:ListBucket", bucket));
    }

    static Map<String, Object> deadLetters(String action, @Nullable Object target) {
        return Tree.map(
                "PolicyName",
                "DeadLetterQueuePolicy",
                "PolicyDocument",
                Tree.map("Version", VERSION, "Statement", Tree.list(allow(action, target))));
    }

    private static Map<String, Object> named(String name, Object... statements) {
        return Tree.map("PolicyName", name, "PolicyDocument", Tree.map("Statement", Tree.list(statements)));
    }

    static Map<String, Object> allow(Object action, @Nullable Object resource) {
        return Tree.map("Action", action, "Effect", "Allow", "Resource", resource);
    }

    /** The policy of {@code queue}: {@code principal} may send to it, on behalf of {@code source}. */
    static Map<String, Object> sendMessage(Object principal, Object queue, @Nullable Object source) {
        Map<String, Object> statement = allow("sqs:SendMessage", queue);
        statement.put("Principal", principal);
        statement.put("Condition", Tree.map("ArnEquals", Tree.map("aws:SourceArn", source)));
        return Tree.map("Version", VERSION, "Statement", Tree.list(statement));
    }
}
