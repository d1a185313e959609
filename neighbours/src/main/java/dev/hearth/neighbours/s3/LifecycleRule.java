package dev.hearth.neighbours.s3;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When objects go by themselves (user guide, "Managing the lifecycle of objects"). Transitions to other classes are
 * kept
 * in the document and do nothing.
 *
 * @param id of the rule
 * @param enabled whether it counts
 * @param prefix of the keys that it is about
 * @param tags that its objects have
 * @param largerThan bytes, exclusive; negative for any
 * @param smallerThan bytes, exclusive
 * @param days after which readers' versions go; negative for never
 * @param dateMillis from when on they go; negative for never
 * @param loneMarkers whether delete markers without other versions go
 * @param noncurrentDays after which versions go that readers do not see; negative for never
 * @param keptVersions how many of these stay all the same
 * @param uploadDays after which uploads are aborted; negative for never
 */
public record LifecycleRule(
        String id,
        boolean enabled,
        String prefix,
        Map<String, String> tags,
        long largerThan,
        long smallerThan,
        int days,
        long dateMillis,
        boolean loneMarkers,
        int noncurrentDays,
        int keptVersions,
        int uploadDays) {

    private static final int MAX_RULES = 1_000;
    private static final int MAX_ID = 255;

    /** The rules of a document; refuses what cannot be one. */
    public static List<LifecycleRule> of(Element document) {
        List<LifecycleRule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Element child : document.children("Rule")) {
            LifecycleRule rule = rule(child);
            if (!rule.id().isEmpty() && !ids.add(rule.id())) {
                throw S3Error.INVALID_ARGUMENT.because("Rule ID must be unique. Found same ID for more than one rule");
            }
            rules.add(rule);
        }
        if (rules.isEmpty() || rules.size() > MAX_RULES) {
            throw S3Error.MALFORMED_XML.thrown();
        }
        return rules;
    }

    private static LifecycleRule rule(Element child) {
        String status = child.text("Status");
        if (!status.equals("Enabled") && !status.equals("Disabled")) {
            throw S3Error.MALFORMED_XML.thrown();
        }
        if (child.text("ID").length() > MAX_ID) {
            throw S3Error.INVALID_ARGUMENT.because("ID length should not exceed allowed limit of " + MAX_ID);
        }
        Element filter = child.child("Filter");
        Element and = filter.has("And") ? filter.child("And") : filter;
        Map<String, String> tags = new HashMap<>();
        and.children("Tag").forEach(tag -> tags.put(tag.text("Key"), tag.text("Value")));
        Element expiration = child.child("Expiration");
        Element noncurrent = child.child("NoncurrentVersionExpiration");
        Element upload = child.child("AbortIncompleteMultipartUpload");
        boolean acts = child.has("Expiration")
                || child.has("NoncurrentVersionExpiration")
                || child.has("AbortIncompleteMultipartUpload")
                || child.has("Transition")
                || child.has("NoncurrentVersionTransition");
        if (!acts) {
            throw S3Error.INVALID_REQUEST.because("At least one action needs to be specified in a rule");
        }
        return new LifecycleRule(
                child.text("ID"),
                status.equals("Enabled"),
                child.has("Prefix") ? child.text("Prefix") : and.text("Prefix"),
                tags,
                number(and, "ObjectSizeGreaterThan", -1),
                number(and, "ObjectSizeLessThan", Long.MAX_VALUE),
                days(expiration, "Days"),
                date(expiration.text("Date")),
                expiration.text("ExpiredObjectDeleteMarker").equals("true"),
                days(noncurrent, "NoncurrentDays"),
                (int) number(noncurrent, "NewerNoncurrentVersions", 0),
                days(upload, "DaysAfterInitiation"));
    }

    private static int days(Element element, String name) {
        long days = number(element, name, -1);
        if (element.has(name) && (days < 1 || days > Integer.MAX_VALUE)) {
            throw S3Error.INVALID_ARGUMENT.because("'" + name + "' must be a positive integer");
        }
        return (int) days;
    }

    private static long number(Element element, String name, long absent) {
        if (!element.has(name)) {
            return absent;
        }
        try {
            return Long.parseLong(element.text(name).strip());
        } catch (NumberFormatException notANumber) {
            throw S3Error.MALFORMED_XML.thrown();
        }
    }

    private static long date(String text) {
        if (text.isEmpty()) {
            return -1;
        }
        try {
            Instant instant = text.length() == 10
                    ? java.time.LocalDate.parse(text)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : Instant.parse(text);
            if (!instant.equals(instant.truncatedTo(ChronoUnit.DAYS))) {
                throw S3Error.INVALID_ARGUMENT.because("'Date' must be at midnight GMT");
            }
            return instant.toEpochMilli();
        } catch (DateTimeParseException notADate) {
            throw S3Error.MALFORMED_XML.thrown();
        }
    }

    /** Whether an object is one of those that it is about. */
    public boolean isAbout(ObjectVersion version) {
        return enabled
                && version.key().startsWith(prefix)
                && (version.marker() || version.size() > largerThan && version.size() < smallerThan)
                && tags.entrySet().stream()
                        .allMatch(tag ->
                                tag.getValue().equals(version.facts().tags().get(tag.getKey())));
    }

    /** The midnight after {@code days} days from {@code millis} on. */
    public static long due(long millis, int days) {
        Instant then = Instant.ofEpochMilli(millis).plus(days, ChronoUnit.DAYS);
        Instant day = then.truncatedTo(ChronoUnit.DAYS);
        return (day.equals(then) ? day : day.plus(1, ChronoUnit.DAYS)).toEpochMilli();
    }

    /** When what readers see goes by this rule; negative for never. */
    public long expiryMillis(ObjectVersion version) {
        if (!isAbout(version) || version.marker()) {
            return -1;
        }
        return days >= 0 ? due(version.modifiedMillis(), days) : dateMillis;
    }
}
