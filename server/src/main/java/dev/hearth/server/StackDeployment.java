package dev.hearth.server;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One stack made, changed or removed by a change set, with its events on the way. */
final class StackDeployment {

    /** How large a template may be within a request. */
    private static final int INLINE_BYTES = 51_200;

    private final StackClient client;
    private final String stack;
    private final PrintStream out;

    StackDeployment(StackClient client, String stack, PrintStream out) {
        this.client = client;
        this.stack = stack;
        this.out = out;
    }

    /**
     * Deploys {@code template}.
     *
     * @param bucket for a template that is too large for a request
     * @return its outputs, in their order
     */
    List<Map.Entry<String, String>> deploy(
            String template, Map<String, String> parameters, Map<String, String> tags, String bucket) {
        String status = status();
        boolean isNew = status.isEmpty() || status.equals("REVIEW_IN_PROGRESS") || status.equals("DELETE_COMPLETE");
        checkState(status);
        String name = "hearth-" + Instant.now().toEpochMilli();
        Map<String, String> call = new HashMap<>(
                Map.of("StackName", stack, "ChangeSetName", name, "ChangeSetType", isNew ? "CREATE" : "UPDATE"));
        call.put("Capabilities.member.1", "CAPABILITY_IAM");
        call.put("Capabilities.member.2", "CAPABILITY_NAMED_IAM");
        call.put("Capabilities.member.3", "CAPABILITY_AUTO_EXPAND");
        number(call, "Parameters", "ParameterKey", "ParameterValue", parameters);
        number(call, "Tags", "Key", "Value", tags);
        byte[] body = template.getBytes(StandardCharsets.UTF_8);
        if (body.length > INLINE_BYTES) {
            Content content = Content.of(body);
            String key = stack + "/" + content.sha256() + ".template";
            client.put(bucket, key, content);
            call.put("TemplateURL", "https://s3.amazonaws.com/" + bucket + "/" + key);
        } else {
            call.put("TemplateBody", template);
        }
        StackWatch watch = new StackWatch(client, stack, out);
        watch.skip();
        try {
            client.call("CreateChangeSet", call);
        } catch (StackClient.Refused refused) {
            throw new CommandException(stack + ": " + refused.text());
        }
        if (!ready(name)) {
            out.println(stack + ": nothing to change");
            return outputs();
        }
        watch.skip();
        client.call("ExecuteChangeSet", Map.of("StackName", stack, "ChangeSetName", name));
        String end = watch.follow();
        if (!end.equals("CREATE_COMPLETE") && !end.equals("UPDATE_COMPLETE")) {
            throw failed(end, watch.failure());
        }
        return outputs();
    }

    private void checkState(String status) {
        if (status.equals("ROLLBACK_COMPLETE") || status.equals("ROLLBACK_FAILED") || status.equals("DELETE_FAILED")) {
            throw new CommandException(stack + " is in the state " + status + ", which a stack cannot leave but by its"
                    + " end: run './hearth undeploy " + stack + "' and deploy again.");
        }
        if (status.endsWith("_IN_PROGRESS") && !status.equals("REVIEW_IN_PROGRESS")) {
            throw new CommandException(stack + " is in the state " + status + ": wait until that is over.");
        }
    }

    private CommandException failed(String status, String reason) {
        String why = reason.isEmpty() ? "" : " " + reason;
        String next = status.equals("ROLLBACK_COMPLETE")
                ? " Mend it, run './hearth undeploy " + stack + "', and deploy again."
                : " Everything is as it was before; mend it and deploy again.";
        return new CommandException(
                stack + " ended as " + status + "." + why + (status.contains("ROLLBACK") ? next : ""));
    }

    private static void number(
            Map<String, String> call, String list, String name, String value, Map<String, String> all) {
        int number = 0;
        for (Map.Entry<String, String> one : all.entrySet()) {
            number++;
            call.put(list + ".member." + number + "." + name, one.getKey());
            call.put(list + ".member." + number + "." + value, one.getValue());
        }
    }

    /** The stack's status; empty when there is none. */
    String status() {
        try {
            return client.call("DescribeStacks", Map.of("StackName", stack))
                    .first("StackStatus")
                    .orElse("");
        } catch (StackClient.Refused none) {
            if (none.text().contains("does not exist")) {
                return "";
            }
            throw new CommandException(stack + ": " + none.text());
        }
    }

    /** Waits for the change set; false when it has no changes. */
    private boolean ready(String name) {
        Map<String, String> call = Map.of("StackName", stack, "ChangeSetName", name);
        while (true) {
            StackClient.Xml set = client.call("DescribeChangeSet", call);
            String status = set.first("Status").orElse("");
            String reason = set.first("StatusReason").orElse("");
            switch (status) {
                case "CREATE_COMPLETE" -> {
                    return true;
                }
                case "FAILED" -> {
                    boolean nothing = reason.contains("didn't contain changes") || reason.contains("No updates are");
                    client.call("DeleteChangeSet", call);
                    if (nothing) {
                        return false;
                    }
                    throw new CommandException(stack + ": " + reason);
                }
                default -> StackWatch.pause();
            }
        }
    }

    private List<Map.Entry<String, String>> outputs() {
        List<Map.Entry<String, String>> outputs = new ArrayList<>();
        for (StackClient.Xml output :
                client.call("DescribeStacks", Map.of("StackName", stack)).members("Outputs")) {
            outputs.add(Map.entry(output.child("OutputKey"), output.child("OutputValue")));
        }
        return outputs;
    }

    /** Removes the stack. */
    void delete() {
        String status = status();
        if (status.isEmpty()) {
            throw new CommandException("there is no stack " + stack + ".");
        }
        // By its id, under which a stack is known also when it is gone.
        String id = client.call("DescribeStacks", Map.of("StackName", stack))
                .first("StackId")
                .orElse(stack);
        StackWatch watch = new StackWatch(client, id, out);
        watch.skip();
        try {
            client.call("DeleteStack", Map.of("StackName", stack));
        } catch (StackClient.Refused refused) {
            throw new CommandException(stack + ": " + refused.text());
        }
        String end = watch.follow();
        if (!end.equals("DELETE_COMPLETE")) {
            throw new CommandException(stack + " ended as " + end + ". " + watch.failure());
        }
    }
}
