package dev.hearth.server;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Another S3 that takes the bytes of objects: {@code s3://bucket/prefix?endpoint=URL&region=REGION}.
 *
 * @param prefix of the keys; empty for none
 * @param endpoint null for AWS's own
 * @param region null for what the SDK finds
 */
record ObjectsAddress(
        String bucket,
        String prefix,
        @Nullable URI endpoint,
        @Nullable String region) {

    private static final String FORM = "s3://bucket/prefix?endpoint=URL&region=REGION";

    /** What {@code --objects} says; empty for none. */
    static String of(Arguments arguments) {
        String address = arguments.value("--objects").orElse("");
        try {
            if (!address.isEmpty()) {
                parse(address);
            }
            return address;
        } catch (IllegalArgumentException wrong) {
            throw new Arguments.UsageException("--objects: " + wrong.getMessage());
        }
    }

    /** @throws IllegalArgumentException it is none */
    static ObjectsAddress parse(String address) {
        String scheme = "s3://";
        if (!address.startsWith(scheme)) {
            throw new IllegalArgumentException("not " + FORM);
        }
        String rest = address.substring(scheme.length());
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        if (bucket.isEmpty()) {
            throw new IllegalArgumentException("no bucket is named: " + FORM);
        }
        URI endpoint = null;
        String region = null;
        for (String parameter :
                question < 0 ? new String[0] : rest.substring(question + 1).split("&")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
            switch (name) {
                case "endpoint" -> endpoint = endpoint(value);
                case "region" -> region = value;
                default -> throw new IllegalArgumentException(name + " is not known: " + FORM);
            }
        }
        return new ObjectsAddress(bucket, slash < 0 ? "" : path.substring(slash + 1), endpoint, region);
    }

    private static URI endpoint(String value) {
        if (!value.matches("https?://[^/\\s]+/?")) {
            throw new IllegalArgumentException("an endpoint is a http or https URL, not " + value);
        }
        return URI.create(value);
    }
}
