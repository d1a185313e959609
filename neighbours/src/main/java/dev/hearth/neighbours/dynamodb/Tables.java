package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables and their settings. A table is named by its name or its ARN. */
public interface Tables {

    /** Makes a table; it can be used at once. */
    Table create(TableWish wish);

    /** A table, for operations on it. */
    Table get(String name);

    /** A table and how much is in it. */
    Description describe(String name);

    /** Names in their order, at most {@code limit}, behind {@code after}. */
    List<String> names(@Nullable String after, int limit);

    /** Changes a table's settings; the table as it is then. */
    Table update(TableUpdate update);

    /** The table as it was. */
    Table delete(String name);

    /** Says when items expire; a null attribute keeps the setting that must then be the present one. */
    void timeToLive(String name, String attribute, boolean enabled);

    void tag(String arn, Map<String, String> tags);

    void untag(String arn, List<String> keys);

    Map<String, String> tags(String arn);

    /** Keeps settings; a null value removes one. */
    Table keep(String name, Map<String, @Nullable String> settings);

    /** The ARN of a table. */
    String arn(Table table);

    /** The ARN of a table's stream. */
    String arn(Table table, Table.Stream stream);

    /** How many tables there are. */
    int count();

    /** @param size as far as it was counted: a large table is not counted each time */
    record Description(Table table, TableStore.Size size) {}

    /** An attribute of a key. @param type HASH or RANGE */
    record KeyElement(String name, String type) {}

    /**
     * An index that is wished.
     *
     * @param projection null when none is said
     * @param included null when none are said
     * @param throughput null when none is said
     */
    record IndexWish(
            String name,
            List<KeyElement> keys,
            @Nullable String projection,
            @Nullable List<String> included,
            Table.@Nullable Throughput throughput) {}

    /**
     * A table that is wished.
     *
     * @param billing PROVISIONED or PAY_PER_REQUEST; null for the first
     * @param throughput null when none is said
     * @param local null when none are said
     * @param global null when none are said
     * @param streamView null for no stream
     * @param settings as {@link Table#settings}
     */
    record TableWish(
            String name,
            List<KeySchema.Part> attributes,
            List<KeyElement> keys,
            @Nullable String billing,
            Table.@Nullable Throughput throughput,
            @Nullable List<IndexWish> local,
            @Nullable List<IndexWish> global,
            @Nullable String streamView,
            Map<String, String> tags,
            Map<String, String> settings) {}

    /**
     * A change of a table.
     *
     * @param attributes empty when none are said
     * @param indexes what happens to global indexes
     * @param stream null when nothing is said
     * @param settings what is to be kept
     */
    record TableUpdate(
            String name,
            List<KeySchema.Part> attributes,
            @Nullable String billing,
            Table.@Nullable Throughput throughput,
            List<IndexUpdate> indexes,
            @Nullable StreamWish stream,
            Map<String, String> settings) {}

    /** @param view null when it is to be disabled */
    record StreamWish(boolean enabled, @Nullable String view) {}

    /** What happens to one global index. */
    sealed interface IndexUpdate {

        String name();

        record Create(IndexWish wish) implements IndexUpdate {
            @Override
            public String name() {
                return wish.name();
            }
        }

        record Change(String name, Table.Throughput throughput) implements IndexUpdate {}

        record Delete(String name) implements IndexUpdate {}
    }
}
