package dev.hearth.neighbours.outbox;

import java.util.HashMap;
import java.util.Map;

/**
 * What is brought to a target.
 *
 * @param target an ARN, or a URL
 * @param body text
 * @param attributes message attributes, for targets that have them
 * @param options words between the sender and the courier of this kind of target, such as a FIFO queue's message group
 */
public record Parcel(String target, String body, Map<String, Attribute> attributes, Map<String, String> options) {

    /** The message group of a FIFO target. */
    public static final String GROUP = "group";
    /** What a FIFO target tells a message that was sent twice by. */
    public static final String DEDUPLICATION = "deduplication";
    /** What begins the names of options that are headers of a request to a URL. */
    public static final String HEADER = "header:";

    /** {@code X-Amzn-Trace-Id} of what caused it. */
    public static final String TRACE = "trace";

    /** The AWS service as which the target is asked: its resource policy must allow it. */
    public static final String PRINCIPAL = "principal";
    /** On behalf of what, an ARN, it is asked. */
    public static final String SOURCE_ARN = "source-arn";
    /** The subject of a message to a topic. */
    public static final String SUBJECT = "subject";
    /** The detail type of an event on a bus. */
    public static final String DETAIL_TYPE = "detail-type";
    /** The source of an event on a bus. */
    public static final String SOURCE = "source";
    /** The resource that an event on a bus is about. */
    public static final String RESOURCE = "resource";

    /** A word in the body that stands for the number of the attempt, from 1. */
    public static final String ATTEMPT = "attempt";

    /** A parcel without attributes and options. */
    public static Parcel of(String target, String body) {
        return new Parcel(target, body, Map.of(), Map.of());
    }

    public Parcel {
        attributes = Map.copyOf(attributes);
        options = Map.copyOf(options);
    }

    /**
     * A message attribute.
     *
     * @param type {@code String}, {@code Number}, {@code Binary}, or what the sender made of them behind a dot
     * @param value text; Base64 of a Binary
     */
    public record Attribute(String type, String value) {}

    /** The target's service: the third part of its ARN; {@code http} or {@code https} of a URL; else empty. */
    public String service() {
        if (target.startsWith("http://") || target.startsWith("https://")) {
            return target.substring(0, target.indexOf(':'));
        }
        String[] parts = target.split(":", 4);
        return parts.length == 4 && parts[0].equals("arn") ? parts[2] : "";
    }

    /** As it is brought in the {@code number}th attempt. */
    Parcel onAttempt(int number) {
        String word = options.get(ATTEMPT);
        return word == null || !body.contains(word)
                ? this
                : new Parcel(target, body.replace(word, String.valueOf(number)), attributes, options);
    }

    Parcel to(String otherTarget, Map<String, Attribute> moreAttributes) {
        Map<String, Attribute> all = new HashMap<>(attributes);
        all.putAll(moreAttributes);
        return new Parcel(otherTarget, body, all, options);
    }
}
