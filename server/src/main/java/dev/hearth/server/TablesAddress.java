package dev.hearth.server;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another endpoint that speaks DynamoDB's API: {@code http(s)://host[:port][?region=REGION]}.
 *
 * @param endpoint of tables
 * @param streams of their streams; the same but for AWS
 * @param region that requests are signed for
 */
record TablesAddress(URI endpoint, URI streams, String region) {

    private static final Pattern FORM = Pattern.compile("(https?)://([^/?#@\\s]+)/?(?:\\?region=([a-z0-9-]+))?");
    private static final Pattern AWS = Pattern.compile("dynamodb\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?(:443)?");
    private static final String DEFAULT_REGION = "us-east-1";

    /** What {@code --tables} says; empty for none. */
    static String of(Arguments arguments) {
        String address = arguments.value("--tables").orElse("");
        try {
            if (!address.isEmpty()) {
                parse(address);
            }
            return address;
        } catch (IllegalArgumentException wrong) {
            throw new Arguments.UsageException("--tables: " + wrong.getMessage());
        }
    }

    /** @throws IllegalArgumentException it is none */
    static TablesAddress parse(String address) {
        Matcher form = FORM.matcher(address);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "an endpoint is http(s)://host[:port][?region=REGION], without credentials, not " + address);
        }
        String host = form.group(2);
        Matcher aws = AWS.matcher(host);
        boolean amazon = aws.matches();
        String region = form.group(3) != null ? form.group(3) : amazon ? aws.group(1) : DEFAULT_REGION;
        String start = form.group(1) + "://";
        return new TablesAddress(
                URI.create(start + host + "/"), URI.create(start + (amazon ? "streams." : "") + host + "/"), region);
    }
}
