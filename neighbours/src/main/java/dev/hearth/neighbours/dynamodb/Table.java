package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table and its settings.
 *
 * @param id what its items are kept under; never used again
 * @param tableId as AWS's API shows it
 * @param createdMillis since the epoch
 * @param attributes the types of all attributes that keys need, in the order in which they were given
 * @param streams the one that is being written last, and those that were disabled before
 * @param timeToLive null when nothing expires
 * @param tags in the order in which they came
 * @param settings what is kept and given back: names of this service's own, values in the API's words
 */
public record Table(
        long id,
        String name,
        String tableId,
        long createdMillis,
        KeySchema keys,
        List<KeySchema.Part> attributes,
        Throughput throughput,
        List<Index> indexes,
        List<Stream> streams,
        @Nullable TimeToLive timeToLive,
        Map<String, String> tags,
        Map<String, String> settings) {

    /** The names of {@link #settings}. */
    public static final String DELETION_PROTECTION = "deletion-protection";

    public static final String TABLE_CLASS = "table-class";
    public static final String ENCRYPTION = "encryption";
    public static final String ON_DEMAND_LIMITS = "on-demand-limits";
    public static final String WARM_LIMITS = "warm-limits";
    public static final String POLICY = "policy";
    public static final String POLICY_REVISION = "policy-revision";
    public static final String STREAM_POLICY = "stream-policy";
    public static final String STREAM_POLICY_REVISION = "stream-policy-revision";
    public static final String RECOVERY = "recovery";
    public static final String RECOVERY_DAYS = "recovery-days";
    public static final String RECOVERY_SINCE = "recovery-since";
    public static final String INSIGHTS = "insights";
    public static final String ON_DEMAND_SINCE = "on-demand-since";
    public static final String CONSISTENCY = "consistency";

    /**
     * What is paid for.
     *
     * @param onDemand whether nothing is provisioned
     * @param read units a second
     * @param write units a second
     */
    public record Throughput(boolean onDemand, long read, long write) {

        public static final Throughput ON_DEMAND = new Throughput(true, 0, 0);
    }

    /** What an index copies of items. */
    public enum Projection {
        ALL,
        KEYS_ONLY,
        INCLUDE
    }

    /**
     * A secondary index.
     *
     * @param id what its entries are kept under
     * @param global or local
     * @param included with {@link Projection#INCLUDE}, in the order in which they were given
     * @param filled whether it has everything that was in the table when it was made
     */
    public record Index(
            long id,
            String name,
            boolean global,
            KeySchema keys,
            Projection projection,
            List<String> included,
            Throughput throughput,
            boolean filled) {

        Index asFilled() {
            return new Index(id, name, global, keys, projection, included, throughput, true);
        }
    }

    /**
     * A stream of a table's changes.
     *
     * @param id what its records are kept under
     * @param label when it was enabled, as its ARN says it
     * @param view KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES
     * @param disabledMillis since the epoch; 0 while it is being written
     */
    public record Stream(long id, String label, String view, long createdMillis, long disabledMillis) {

        boolean isEnabled() {
            return disabledMillis == 0;
        }
    }

    /**
     * When items expire.
     *
     * @param attribute holds seconds since the epoch
     * @param id what the times are kept under, as entries of an index
     * @param filled whether all items are in there
     */
    public record TimeToLive(String attribute, long id, boolean filled) {}

    public @Nullable Index index(String name) {
        for (Index each : indexes) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** The stream that is being written; null when none is. */
    public @Nullable Stream stream() {
        return streams.isEmpty() || !streams.getLast().isEnabled() ? null : streams.getLast();
    }

    public @Nullable String setting(String name) {
        return settings.get(name);
    }

    /** Whether a write must know what was there before. */
    boolean needsOld() {
        return !indexes.isEmpty() || stream() != null || timeToLive != null;
    }

    /** The order in which AWS looks at indexes. */
    List<Index> globalFirst() {
        return indexes.stream()
                .sorted(java.util.Comparator.comparing(each -> !each.global()))
                .toList();
    }

    Table withIndexes(List<Index> other, List<KeySchema.Part> definitions) {
        return new Table(
                id,
                name,
                tableId,
                createdMillis,
                keys,
                definitions,
                throughput,
                other,
                streams,
                timeToLive,
                tags,
                settings);
    }

    Table withThroughput(Throughput other) {
        return new Table(
                id,
                name,
                tableId,
                createdMillis,
                keys,
                attributes,
                other,
                indexes,
                streams,
                timeToLive,
                tags,
                settings);
    }

    Table withStreams(List<Stream> other) {
        return new Table(
                id,
                name,
                tableId,
                createdMillis,
                keys,
                attributes,
                throughput,
                indexes,
                other,
                timeToLive,
                tags,
                settings);
    }

    Table withTimeToLive(@Nullable TimeToLive other) {
        return new Table(
                id,
                name,
                tableId,
                createdMillis,
                keys,
                attributes,
                throughput,
                indexes,
                streams,
                other,
                tags,
                settings);
    }

    Table withTags(Map<String, String> other) {
        return new Table(
                id,
                name,
                tableId,
                createdMillis,
                keys,
                attributes,
                throughput,
                indexes,
                streams,
                timeToLive,
                other,
                settings);
    }

    Table withSettings(Map<String, String> other) {
        return new Table(
                id,
                name,
                tableId,
                createdMillis,
                keys,
                attributes,
                throughput,
                indexes,
                streams,
                timeToLive,
                tags,
                other);
    }
}
