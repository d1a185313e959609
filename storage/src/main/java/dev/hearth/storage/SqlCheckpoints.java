package dev.hearth.storage;

import dev.hearth.services.leasing.Lease;
import dev.hearth.services.streamtracker.Checkpoint;
import dev.hearth.services.streamtracker.CheckpointStore;
import dev.hearth.services.streamtracker.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link CheckpointStore} in the table {@code stream_checkpoint}. */
final class SqlCheckpoints implements CheckpointStore {

    private static final String ALL =
            "SELECT mapping, shard, lane, lanes, position, window_ms, state FROM stream_checkpoint WHERE mapping = ?";

    private static final String INSERT = "INSERT INTO stream_checkpoint"
            + " (mapping, shard, lane, lanes, position, window_ms, state) VALUES (?, ?, ?, ?, ?, ?, ?)";

    private static final String MOVE = "UPDATE stream_checkpoint SET position = ?, window_ms = ?, state = ?"
            + " WHERE mapping = ? AND shard = ? AND lane = ? AND lanes = ?";

    private static final String FORGET = "DELETE FROM stream_checkpoint WHERE mapping = ?";

    private final Database database;

    SqlCheckpoints(Database database) {
        this.database = database;
    }

    @Override
    public List<Checkpoint> checkpoints(String mapping) {
        return database.read(
                connection -> Sql.list(connection, ALL + " ORDER BY shard, lane", SqlCheckpoints::row, mapping));
    }

    @Override
    public Optional<Checkpoint> checkpoint(String mapping, String shard, int lane) {
        return database.read(connection ->
                Sql.first(connection, ALL + " AND shard = ? AND lane = ?", SqlCheckpoints::row, mapping, shard, lane));
    }

    private static Checkpoint row(ResultSet row) throws SQLException {
        long start = row.getLong("window_ms");
        String state = row.getString("state");
        return new Checkpoint(
                row.getString("mapping"),
                row.getString("shard"),
                row.getInt("lane"),
                row.getInt("lanes"),
                Position.parse(row.getString("position")),
                state == null ? null : new Checkpoint.OpenWindow(start, state));
    }

    @Override
    public void begin(List<Checkpoint> lanes) {
        database.write(connection -> {
            for (Checkpoint each : lanes) {
                Sql.update(connection, FORGET + " AND shard = ?", each.mapping(), each.shard());
            }
            for (Checkpoint each : lanes) {
                Sql.update(
                        connection,
                        INSERT,
                        each.mapping(),
                        each.shard(),
                        each.lane(),
                        each.lanes(),
                        each.position().text(),
                        start(each),
                        state(each));
            }
            return lanes.size();
        });
    }

    @Override
    public CompletionStage<Boolean> move(Lease lease, Checkpoint to) {
        return database.submit(connection -> lease.resource().equals(to.resource())
                && SqlLeases.isToken(connection, lease.resource(), lease.token())
                && Sql.update(
                                connection,
                                MOVE,
                                to.position().text(),
                                start(to),
                                state(to),
                                to.mapping(),
                                to.shard(),
                                to.lane(),
                                to.lanes())
                        == 1);
    }

    private static @Nullable Long start(Checkpoint checkpoint) {
        Checkpoint.OpenWindow window = checkpoint.window();
        return window == null ? null : window.startMillis();
    }

    private static @Nullable String state(Checkpoint checkpoint) {
        Checkpoint.OpenWindow window = checkpoint.window();
        return window == null ? null : window.state();
    }

    @Override
    public void forget(String mapping, String shard) {
        database.write(Sql.one(FORGET + " AND shard = ?", mapping, shard));
    }

    @Override
    public void forget(String mapping) {
        database.write(Sql.one(FORGET, mapping));
    }
}
