package dev.hearth.server;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A stack's events as they happen, one line each, and the reason of the first failure. */
final class StackWatch {

    private static final int POLL_MILLIS = 250;
    /** After so many polls without an event the stack is asked how it is. */
    private static final int QUIET_POLLS = 8;

    private static final int STATUS_WIDTH = 36;
    private static final int TYPE_WIDTH = 34;

    private final StackClient client;
    private final String stack;
    private final PrintStream out;
    private final boolean colours;
    private final Set<String> seen = new HashSet<>();
    private String failure = "";
    private boolean gone;

    StackWatch(StackClient client, String stack, PrintStream out) {
        this.client = client;
        this.stack = stack;
        this.out = out;
        this.colours = System.getenv("NO_COLOR") == null
                && System.console() != null
                && System.console().isTerminal();
    }

    /** Takes what happened until now as known. */
    void skip() {
        fresh();
    }

    /** The first reason of a failure among the events that were printed; empty for none. */
    String failure() {
        return failure;
    }

    /** Prints events until the stack is no longer in the middle of something, and returns its status. */
    String follow() {
        int quiet = 0;
        while (true) {
            List<StackClient.Xml> events = fresh();
            events.forEach(this::print);
            quiet = events.isEmpty() ? quiet + 1 : 0;
            if (gone || quiet == QUIET_POLLS || events.stream().anyMatch(StackWatch::isEnd)) {
                // Asked for its status, a busy stack lets one wait: the events would come late.
                String status = status();
                if (!status.endsWith("_IN_PROGRESS") || status.equals("REVIEW_IN_PROGRESS")) {
                    fresh().forEach(this::print);
                    return status;
                }
                quiet = 0;
            }
            pause();
        }
    }

    private static boolean isEnd(StackClient.Xml event) {
        return event.child("ResourceType").equals("AWS::CloudFormation::Stack")
                && !event.child("ResourceStatus").endsWith("_IN_PROGRESS");
    }

    static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted; the stack goes on by itself.");
        }
    }

    private String status() {
        try {
            return client.call("DescribeStacks", Map.of("StackName", stack))
                    .first("StackStatus")
                    .orElse("");
        } catch (StackClient.Refused gone) {
            return "DELETE_COMPLETE";
        }
    }

    /** The events that were not seen before, oldest first. */
    private List<StackClient.Xml> fresh() {
        List<StackClient.Xml> found = new ArrayList<>();
        String token = "";
        boolean more = true;
        while (more) {
            Map<String, String> parameters = new HashMap<>(Map.of("StackName", stack));
            if (!token.isEmpty()) {
                parameters.put("NextToken", token);
            }
            StackClient.Xml page;
            try {
                page = client.call("DescribeStackEvents", parameters);
            } catch (StackClient.Refused refused) {
                gone = true;
                break;
            }
            List<StackClient.Xml> events = page.members("StackEvents");
            more = false;
            for (StackClient.Xml event : events) {
                if (seen.add(event.child("EventId"))) {
                    found.add(event);
                    more = true;
                }
            }
            token = page.first("NextToken").orElse("");
            more &= !token.isEmpty();
        }
        return found.reversed();
    }

    private void print(StackClient.Xml event) {
        String status = event.child("ResourceStatus");
        String reason = event.child("ResourceStatusReason");
        if (failure.isEmpty() && status.endsWith("_FAILED") && !reason.isEmpty()) {
            failure = event.child("LogicalResourceId") + ": " + reason;
        }
        if (reason.endsWith("Initiated") && !status.endsWith("_FAILED")) {
            // The second of two events that say the same.
            return;
        }
        String time = event.child("Timestamp");
        int at = time.indexOf('T');
        String clock = at < 0 ? time : time.substring(at + 1, Math.min(time.length(), at + 9));
        out.println(clock + "  " + coloured(status) + pad(event.child("ResourceType"), TYPE_WIDTH)
                + event.child("LogicalResourceId") + (status.endsWith("_FAILED") ? "  " + reason : ""));
    }

    private String coloured(String status) {
        String padded = pad(status, STATUS_WIDTH);
        if (!colours) {
            return padded;
        }
        boolean bad = status.endsWith("_FAILED") || status.contains("ROLLBACK");
        int colour = bad ? 31 : status.endsWith("_COMPLETE") ? 32 : 33;
        return "\u001b[" + colour + "m" + padded + "\u001b[0m";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
