package dev.hearth.services.streamtracker;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One stream: the shards that it has, and what is in them. No method blocks. */
public interface ShardCatalog {

    /** The stream's ARN. */
    String arn();

    /** What a failed batch of it is told in: {@code KinesisBatchInfo} or {@code DDBStreamBatchInfo}. */
    String batchInfoName();

    /** All shards that the stream still lists, parents before their children. */
    CompletionStage<List<Shard>> shards();

    /** The sequence number of the newest record of a shard; empty when it never had one. */
    CompletionStage<Optional<String>> last(String shard);

    /**
     * Up to {@code most} records behind {@code from}, in their order; completes with none when there were none for
     * {@code wait}.
     */
    CompletionStage<Page> read(String shard, Position from, int most, Duration wait);

    /**
     * Some records.
     *
     * @param ended whether the shard has none behind these and never will
     */
    record Page(List<Entry> entries, boolean ended) {

        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * One record.
     *
     * @param sequence its number: decimal digits, greater than those of all earlier records of the shard
     * @param key what keeps its order: records of one key are never read at the same time
     * @param json as it stands in the function's event
     * @param filterable what filter criteria see
     * @param arrived when the stream got it
     */
    record Entry(String sequence, String key, ByteBuffer json, ByteBuffer filterable, Instant arrived) {}
}
