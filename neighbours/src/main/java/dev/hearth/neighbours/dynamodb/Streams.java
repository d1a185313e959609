package dev.hearth.neighbours.dynamodb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changed in tables. A stream has one shard for as long as it is. */
public interface Streams {

    /** How long records are kept, milliseconds. */
    long RETENTION_MILLIS = 24 * 3600 * 1000L;

    /** All, of one table or of all, in the order of their ARNs. */
    List<Source> list(@Nullable String table);

    /** The stream of that ARN; refused when there is none. */
    Source get(String arn);

    /** Records behind {@code after}, oldest first. */
    List<Entry> read(Source source, long after, int most);

    /** The number of the newest record; 0 when there is none. */
    long newest(Source source);

    /**
     * Runs {@code news} once, when a record has come after this call; soon, on a task.
     *
     * @return takes the wish back
     */
    Runnable whenMore(Source source, Runnable news);

    /** A table's stream. */
    record Source(String arn, Table table, Table.Stream stream) {

        /** The name of its shard. */
        public String shard() {
            return "shardId-" + String.format(java.util.Locale.ROOT, "%020d", stream.createdMillis()) + "-"
                    + String.format(java.util.Locale.ROOT, "%08x", stream.id() & 0xFFFF_FFFFL);
        }
    }

    /** @param sequence its number, from which {@link #sequenceNumber} is made */
    record Entry(long sequence, StreamRecord record) {}

    /** As AWS's API shows a record's number: at least 21 digits. */
    static String sequenceNumber(long sequence) {
        return String.format(java.util.Locale.ROOT, "1%020d", sequence);
    }

    /** What {@link #sequenceNumber} wrote; -1 for everything else. */
    static long sequence(String number) {
        if (number.length() != 21 || !number.startsWith("1")) {
            return -1;
        }
        try {
            return Long.parseLong(number.substring(1));
        } catch (NumberFormatException no) {
            return -1;
        }
    }
}
