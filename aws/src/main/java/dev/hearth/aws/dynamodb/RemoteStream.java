package dev.hearth.aws.dynamodb;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table's stream at another endpoint, as a mapping reads it. Every method asks the endpoint, blocks, and refuses with
 * a {@link dev.hearth.core.FaultException}: of the kind {@code NOT_FOUND} when there is no such stream.
 */
public interface RemoteStream {

    static RemoteStream of(RemoteTables endpoint, String arn) {
        return new ForwardedStream(endpoint, arn);
    }

    /** Its shards, parents before their children. */
    List<Part> shards();

    /** The number of a shard's newest record; empty when it has none. Reads all of an open one. */
    Optional<String> last(String shard);

    /** Where reading begins: behind a record, or for null at the oldest. */
    String iterator(String shard, @Nullable String after);

    /** What is there, up to {@code most} records; none when the iterator is too old. */
    Optional<Read> read(String iterator, int most);

    /**
     * A shard.
     *
     * @param parent null for none
     * @param closed whether it gets no more records
     */
    record Part(String id, @Nullable String parent, boolean closed) {}

    /**
     * Some records.
     *
     * @param next where they go on; null at the end of a closed shard
     */
    record Read(List<Entry> entries, @Nullable String next) {}

    /**
     * One record.
     *
     * @param key the same for changes of one item
     * @param json as it stands in a function's event
     * @param createdSeconds since the epoch
     */
    record Entry(String sequence, String key, byte[] json, long createdSeconds) {}
}
