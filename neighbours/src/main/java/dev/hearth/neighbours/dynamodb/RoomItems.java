package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link Items}, each by the part that knows how. */
record RoomItems(RoomReads reads, RoomWrites writes, RoomQueries queries) implements Items {

    @Override
    public Write.Result write(Write write, Write.Options options) {
        return writes.write(write, options);
    }

    @Override
    public CompletionStage<Write.Result> begin(Write write, Write.Options options) {
        return writes.begin(write, options);
    }

    @Override
    public List<Capacity> writeBatch(List<Write> all, Write.Options options) {
        return writes.batch(all, options);
    }

    @Override
    public Transaction transact(List<Write> all, @Nullable String token, byte[] digest, Write.Options options) {
        return writes.transact(all, token, digest, options);
    }

    @Override
    public Found get(Get get) {
        return reads.get(get);
    }

    @Override
    public @Nullable Found getNow(Get get, boolean measured) {
        return reads.getNow(get, measured);
    }

    @Override
    public List<Found> getAll(List<Get> gets) {
        return reads.getAll(gets, false);
    }

    @Override
    public List<Found> transactGet(List<Get> gets) {
        return reads.getAll(gets, true);
    }

    @Override
    public Page query(Query query) {
        return queries.query(query);
    }

    @Override
    public Page scan(Scan scan) {
        return queries.scan(scan);
    }
}
