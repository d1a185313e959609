package dev.hearth.neighbours.sns;

import dev.hearth.neighbours.outbox.RetryRule;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often an HTTP endpoint is tried: a delivery policy (developer guide, "Creating an HTTP/S delivery policy"). Pure.
 */
final class HttpRetries {

    private static final String DEFAULT = "{\"minDelayTarget\":20,\"maxDelayTarget\":20,\"numRetries\":3,"
            + "\"numMaxDelayRetries\":0,\"numNoDelayRetries\":0,\"numMinDelayRetries\":0,"
            + "\"backoffFunction\":\"linear\"}";
    private static final Pattern HEALTHY =
            Pattern.compile("\"(?:defaultHealthyRetryPolicy|healthyRetryPolicy)\"\\s*:\\s*(\\{[^{}]*})");
    private static final long SECOND = 1_000;
    private static final int MOST_RETRIES = 100;
    private static final long HOUR_MILLIS = 3_600_000;

    private HttpRetries() {}

    /** The topic's policy with every default filled in. */
    static String effective(String policy) {
        Matcher healthy = HEALTHY.matcher(policy);
        return "{\"http\":{\"defaultHealthyRetryPolicy\":" + (healthy.find() ? healthy.group(1) : DEFAULT)
                + ",\"disableSubscriptionOverrides\":false,"
                + "\"defaultRequestPolicy\":{\"headerContentType\":\"text/plain; charset=UTF-8\"}}}";
    }

    /** The subscription's own policy comes before the topic's. */
    static RetryRule rule(String ofSubscription, String ofTopic) {
        String healthy = healthy(ofSubscription, healthy(ofTopic, DEFAULT));
        int retries = Math.min(MOST_RETRIES, number(healthy, "numRetries", 3));
        int immediate = number(healthy, "numNoDelayRetries", 0);
        int steady = number(healthy, "numMinDelayRetries", 0);
        long least = number(healthy, "minDelayTarget", 20) * SECOND;
        long most = Math.max(least, number(healthy, "maxDelayTarget", 20) * SECOND);
        return new RetryRule(immediate, steady, retries, least, most, HOUR_MILLIS);
    }

    private static String healthy(String policy, String absent) {
        Matcher healthy = HEALTHY.matcher(policy);
        return healthy.find() ? healthy.group(1) : absent;
    }

    private static int number(String policy, String name, int absent) {
        Matcher member = Pattern.compile("\"" + name + "\"\\s*:\\s*(\\d{1,5})").matcher(policy);
        return member.find() ? Integer.parseInt(member.group(1)) : absent;
    }
}
