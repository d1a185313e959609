package dev.hearth.neighbours.resources;

import dev.hearth.core.AwsScope;
import dev.hearth.neighbours.templates.Tree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a resource is to be.
 *
 * @param stackId ARN of its stack
 * @param stackName of its stack
 * @param logicalId its name in the template
 * @param generation how many resources of this logical id were there before it
 * @param type of it
 * @param properties without functions; not to be changed
 * @param tags what the stack and CloudFormation itself tag it with
 * @param again whether this may have been tried before, with nobody knowing how it ended
 * @param known the physical id as recorded by an earlier attempt; empty while none is
 * @param secret a text that nobody outside can know before the resource is there
 * @param scope account and region
 */
public record Wish(
        String stackId,
        String stackName,
        String logicalId,
        int generation,
        String type,
        Map<String, Object> properties,
        Map<String, String> tags,
        boolean again,
        String known,
        String secret,
        AwsScope scope) {

    private static final int SUFFIX_CHARS = 12;
    private static final int MARK_BYTES = 12;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /** The property {@code name} as text, or {@code absent}. */
    public String text(String name, String absent) {
        return Tree.text(properties, name, absent);
    }

    /** The property {@code name} as text; refused without one. */
    public String need(String name) {
        Object value = properties.get(name);
        if (value == null) {
            throw Properties.invalid("required key [" + name + "] not found");
        }
        return Tree.text(value);
    }

    /**
     * The property {@code name}, else a name that CloudFormation makes up: the same for the same resource whenever it
     * is asked.
     */
    public String name(String name, int mostChars) {
        Object value = properties.get(name);
        return value == null ? madeUp(mostChars) : Tree.text(value);
    }

    /** A name out of the stack's, the logical id and twelve letters, cut to {@code mostChars}. */
    public String madeUp(int mostChars) {
        String end = "-" + suffix();
        String front = stackName + "-" + logicalId;
        int room = mostChars - end.length();
        return (front.length() > room ? front.substring(0, room) : front) + end;
    }

    /** {@link #madeUp} in lower case, as buckets want it. */
    public String madeUpLower(int mostChars) {
        return madeUp(mostChars).toLowerCase(Locale.ROOT);
    }

    /** Twelve letters that this resource alone has. */
    public String suffix() {
        byte[] digest = digest(stackId + "/" + logicalId + "/" + generation);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < SUFFIX_CHARS; i++) {
            letters.append(LETTERS.charAt((digest[i] & 255) % LETTERS.length()));
        }
        return letters.toString();
    }

    /** What this resource alone is marked with, see {@link Mark}. */
    String mark() {
        return HexFormat.of()
                .formatHex(digest(stackId + "/" + logicalId + "/" + generation + "/" + secret), 0, MARK_BYTES);
    }

    /** Whether an earlier attempt has recorded that the resource is made. */
    boolean isRecorded() {
        return !known.isEmpty();
    }

    private static byte[] digest(String whole) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** All tags: those of the property {@code Tags}, a list of keys and values or a map, over the stack's. */
    public Map<String, String> allTags() {
        Map<String, String> all = new LinkedHashMap<>(tags);
        Object own = properties.get("Tags");
        if (own instanceof Map<?, ?> map) {
            map.forEach((key, value) -> all.put(String.valueOf(key), Tree.text(value)));
        } else {
            Tree.list(own).forEach(each -> {
                Map<String, Object> tag = Tree.map(each);
                all.put(Tree.text(tag, "Key", ""), Tree.text(tag, "Value", ""));
            });
        }
        return all;
    }

    /** {@link #allTags} as AWS's list of {@code Key} and {@code Value}. */
    public List<Object> tagList() {
        List<Object> list = new ArrayList<>();
        allTags().forEach((key, value) -> list.add(Map.of("Key", key, "Value", value)));
        return list;
    }
}
