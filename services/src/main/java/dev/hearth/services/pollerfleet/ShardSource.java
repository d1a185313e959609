package dev.hearth.services.pollerfleet;

import dev.hearth.services.leasing.Lease;
import dev.hearth.services.streamtracker.Checkpoint;
import dev.hearth.services.streamtracker.CheckpointStore;
import dev.hearth.services.streamtracker.Position;
import dev.hearth.services.streamtracker.ShardCatalog;
import dev.hearth.services.streamtracker.StreamTracker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One lane of a shard as an event source. Its poller calls it from one task at a time. */
final class ShardSource implements EventSource {

    /** A poller that is closed waits no longer than this for its read. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final ShardCatalog stream;
    private final CheckpointStore checkpoints;
    private final Duration windowLength;
    private final Unsettled unsettled = new Unsettled();
    private Checkpoint lane;
    private Position readUpTo;
    private boolean ended;

    /** The newest record that is not this lane's, if all of this lane's before it is done: nobody will settle it. */
    private @Nullable Position skipped;

    ShardSource(ShardCatalog stream, CheckpointStore checkpoints, Checkpoint lane, Duration windowLength) {
        this.stream = stream;
        this.checkpoints = checkpoints;
        this.lane = lane;
        this.readUpTo = lane.position();
        this.windowLength = windowLength;
    }

    @Override
    public CompletionStage<@Nullable TumblingWindow> begin(Lease lease) {
        Checkpoint now = checkpoints
                .checkpoint(lane.mapping(), lane.shard(), lane.lane())
                .orElse(lane);
        // A row of other lanes than these is not moved by this poller: its first write is refused, and it ends.
        lane = new Checkpoint(lane.mapping(), lane.shard(), lane.lane(), lane.lanes(), now.position(), now.window());
        readUpTo = lane.position();
        ended = lane.isEnd();
        skipped = null;
        unsettled.clear();
        Checkpoint.OpenWindow open = lane.window();
        return CompletableFuture.completedStage(
                open == null || windowLength.isZero()
                        ? null
                        : new TumblingWindow(Instant.ofEpochMilli(open.startMillis()), windowLength, open.state()));
    }

    @Override
    public CompletionStage<List<Item>> read(int most, Duration wait) {
        Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        return stream.read(lane.shard(), readUpTo, most, bounded).thenApply(this::mine);
    }

    private List<Item> mine(ShardCatalog.Page page) {
        List<Item> items = new ArrayList<>();
        for (ShardCatalog.Entry entry : page.entries()) {
            readUpTo = new Position.After(entry.sequence());
            if (StreamTracker.laneOf(entry.key(), lane.lanes()) == lane.lane()) {
                unsettled.read(entry.sequence());
                items.add(new Item(entry.sequence(), "", entry.json(), entry.filterable(), entry.arrived(), null));
                skipped = null;
            } else {
                skipped = readUpTo;
            }
        }
        ended = page.ended();
        return items;
    }

    @Override
    public boolean isOver() {
        return ended && unsettled.isEmpty();
    }

    @Override
    public CompletionStage<Boolean> finish(Lease lease) {
        return move(lease, lane.at(new Position.End(), null));
    }

    @Override
    public ByteBuffer event(List<Item> batch) {
        return StreamEvents.event(batch);
    }

    @Override
    public ByteBuffer windowEvent(List<Item> batch, TumblingWindow window, TumblingWindow.End end) {
        return StreamEvents.windowEvent(batch, window, end, lane.shard(), stream.arn());
    }

    @Override
    public String batchInfo(List<Item> batch) {
        return StreamEvents.batchInfo(stream.batchInfoName(), lane.shard(), stream.arn(), batch);
    }

    @Override
    public CompletionStage<Boolean> checkpoint(Lease lease, List<Item> items) {
        return checkpoint(lease, items, null);
    }

    @Override
    public CompletionStage<Boolean> checkpoint(Lease lease, List<Item> items, @Nullable TumblingWindow window) {
        Optional<String> last = unsettled.settle(items.stream().map(Item::id).toList());
        Position position = last.<Position>map(Position.After::new).orElse(lane.position());
        if (unsettled.isEmpty() && skipped != null) {
            position = skipped;
        }
        Checkpoint.OpenWindow open =
                window == null ? null : new Checkpoint.OpenWindow(window.start().toEpochMilli(), window.state());
        return move(lease, lane.at(position, open));
    }

    private CompletionStage<Boolean> move(Lease lease, Checkpoint to) {
        return checkpoints.move(lease, to).thenApply(moved -> {
            if (moved) {
                lane = to;
            }
            return moved;
        });
    }

    /** A shard does not offer anything again by itself. */
    @Override
    public CompletionStage<Void> giveBack(List<Item> items) {
        throw new UnsupportedOperationException("a shard's records are tried again by its poller");
    }
}
