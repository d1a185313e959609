package dev.hearth.neighbours.ssm;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Time;
import dev.hearth.neighbours.seal.Seal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameter Store of this account and region. Refusals are {@link SsmError}s. */
public interface Ssm {

    /** Parameter Store over what {@code store} keeps; {@code seal} closes SecureStrings. */
    static Ssm create(SsmStore store, Seal seal, Time time, AwsScope scope) {
        return new RoomSsm(store, seal, time, scope);
    }

    /** Writes a version; what is kept of it. */
    ParameterVersion put(PutParameter wish);

    /**
     * The version that {@code selector} names: a name or ARN, with a version or label behind a colon or without;
     * null when there is none.
     */
    @Nullable
    Selected find(String selector, boolean decrypt);

    /** As {@link #find}, but ParameterNotFound or ParameterVersionNotFound when there is none. */
    Selected get(String selector, boolean decrypt);

    /** Parameters below a path, by name. */
    SsmPage<ParameterVersion> byPath(
            String path,
            boolean recursive,
            List<ParameterFilter> filters,
            boolean decrypt,
            @Nullable Integer most,
            @Nullable String token);

    /** Parameters that pass all filters, by name; values are left sealed. */
    SsmPage<Parameter> describe(List<ParameterFilter> filters, @Nullable Integer most, @Nullable String token);

    SsmPage<ParameterVersion> history(String name, boolean decrypt, @Nullable Integer most, @Nullable String token);

    /** Deletes a parameter; false when there is none. */
    boolean delete(String name);

    /** Moves labels to a version, the latest when null; those that cannot be labels. */
    Labelled label(String name, @Nullable Long version, List<String> labels);

    /** Takes labels from a version; those that it did not have. */
    List<String> unlabel(String name, long version, List<String> labels);

    Map<String, String> tags(String name);

    void tag(String name, Map<String, String> tags);

    void untag(String name, List<String> keys);

    String arn(String name);

    /**
     * A version and how it was asked for.
     *
     * @param version what was found
     * @param selector what stood behind the name, colon included; empty for none
     */
    record Selected(ParameterVersion version, String selector) {}

    /**
     * What became of labels.
     *
     * @param version the version that has them
     * @param invalid those that may be none
     */
    record Labelled(long version, List<String> invalid) {}

    /**
     * A page of a listing.
     *
     * @param items in order
     * @param token for the next page; null at the end
     */
    record SsmPage<T>(List<T> items, @Nullable String token) {}
}
