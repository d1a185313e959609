package dev.hearth.aws.sns;

import dev.hearth.aws.PlainRoute;
import dev.hearth.core.FaultException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A link in a message: whoever has it may follow it.
 *
 * @param follow does what it is for; gives the subscription's ARN
 */
record SubscriberLink(String prefix, Function<Map<String, String>, String> follow) implements PlainRoute {

    private static final String XML = "text/xml";

    @Override
    public Answer get(String path, String query) {
        try {
            String arn = follow.apply(pairs(query));
            return answer(200, "<SubscriptionArn>" + arn + "</SubscriptionArn>");
        } catch (FaultException refused) {
            return answer(
                    400,
                    "<Error><Code>" + refused.fault().detail() + "</Code><Message>"
                            + refused.fault().message().replace("&", "&amp;").replace("<", "&lt;")
                            + "</Message></Error>");
        }
    }

    private static Answer answer(int status, String content) {
        String body = "<Response xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">" + content + "</Response>";
        return new Answer(status, XML, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> pairs(String query) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return value;
        }
    }
}
