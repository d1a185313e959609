package dev.hearth.storage;

import dev.hearth.neighbours.outbox.Posting;
import dev.hearth.neighbours.outbox.StoredPosting;
import dev.hearth.neighbours.s3.Bucket;
import dev.hearth.neighbours.s3.Change;
import dev.hearth.neighbours.s3.KeyState;
import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.S3Store;
import dev.hearth.neighbours.s3.Upload;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link S3Store} in the tables {@code s3_*}. */
final class SqlS3 implements S3Store {

    private static final String SELECT = "SELECT bucket, name, sequence, version_id, latest, marker, size, etag,"
            + " modified_ms, document FROM s3_version WHERE bucket = ?";
    private static final String LATEST = SELECT + " AND name = ? AND latest = 1";
    private static final String VERSION = SELECT + " AND name = ? AND version_id = ?";
    private static final String LIST = SELECT + " AND latest = 1 AND marker = 0 AND name ";
    private static final String VERSIONS =
            SELECT + " AND name = ? AND sequence < ? ORDER BY name, sequence DESC LIMIT ?";
    private static final String NEXT_KEYS =
            "SELECT name FROM s3_version WHERE bucket = ? AND latest = 1 AND name > ? ORDER BY name LIMIT 1";

    private final Database database;
    private final SqlOutbox outbox;
    private final S3Pieces pieces;
    private final SqlS3Uploads uploads;

    SqlS3(Database database, SqlOutbox outbox) {
        this.database = database;
        this.outbox = outbox;
        this.pieces = new S3Pieces(database);
        this.uploads = new SqlS3Uploads(database, pieces);
    }

    @Override
    public List<Bucket> buckets() {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT name, created_ms, document FROM s3_bucket",
                row -> S3Document.bucket(row.getString(1), row.getLong(2), row.getString(3))));
    }

    @Override
    public Naming add(Bucket bucket) {
        return database.write(connection -> {
            String owner = Sql.first(
                            connection,
                            "SELECT account FROM s3_name WHERE name = ?",
                            row -> row.getString(1),
                            bucket.name())
                    .orElse(null);
            if (owner == null) {
                Sql.update(
                        connection,
                        "INSERT INTO s3_name (name, account) VALUES (?, ?)",
                        bucket.name(),
                        bucket.account());
            }
            int added = owner == null || owner.equals(bucket.account())
                    ? Sql.update(
                            connection,
                            "INSERT INTO s3_bucket (name, created_ms, document) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (name) DO NOTHING",
                            bucket.name(),
                            bucket.createdMillis(),
                            S3Document.write(bucket))
                    : -1;
            return added == 1 ? Naming.ADDED : added == 0 ? Naming.THERE : Naming.ANOTHERS;
        });
    }

    @Override
    public void replace(Bucket bucket) {
        database.write(
                Sql.one("UPDATE s3_bucket SET document = ? WHERE name = ?", S3Document.write(bucket), bucket.name()));
    }

    @Override
    public boolean remove(Bucket bucket) {
        return database.write(connection -> {
            if (Sql.first(connection, SELECT + " LIMIT 1", row -> 1, bucket.name())
                    .isPresent()) {
                return false;
            }
            for (String id : Sql.list(
                    connection, "SELECT id FROM s3_upload WHERE bucket = ?", row -> row.getString(1), bucket.name())) {
                uploads.remove(connection, id, List.of());
            }
            return Sql.update(connection, "DELETE FROM s3_bucket WHERE name = ?", bucket.name()) == 1;
        });
    }

    @Override
    public @Nullable ObjectVersion latest(String bucket, String key) {
        return database.read(connection -> latest(connection, bucket, key));
    }

    private static @Nullable ObjectVersion latest(Connection connection, String bucket, String key)
            throws SQLException {
        return Sql.first(connection, LATEST, SqlS3::version, bucket, key).orElse(null);
    }

    @Override
    public @Nullable ObjectVersion version(String bucket, String key, String versionId) {
        return database.read(connection -> named(connection, bucket, key, versionId));
    }

    private static @Nullable ObjectVersion named(Connection connection, String bucket, String key, String id)
            throws SQLException {
        return Sql.first(connection, VERSION, SqlS3::version, bucket, key, id).orElse(null);
    }

    private static ObjectVersion version(ResultSet row) throws SQLException {
        Map<String, Object> document = JsonDocument.read(row.getString("document"));
        return new ObjectVersion(
                row.getString("bucket"),
                row.getString("name"),
                row.getLong("sequence"),
                row.getString("version_id"),
                row.getLong("latest") == 1,
                row.getLong("marker") == 1,
                row.getLong("size"),
                row.getString("etag"),
                row.getLong("modified_ms"),
                S3Document.pieces(document),
                S3Document.facts(document));
    }

    @Override
    public byte @Nullable [] small(String pieceId) {
        return pieces.small(pieceId);
    }

    @Override
    public CompletionStage<Outcome> change(Task task) {
        return database.submit(connection -> apply(connection, task));
    }

    private Outcome apply(Connection connection, Task task) throws SQLException {
        ObjectVersion latest = latest(connection, task.bucket(), task.key());
        boolean plain = latest != null && latest.versionId().equals(ObjectVersion.NULL);
        String id = task.versionId();
        KeyState state = new KeyState(
                latest,
                latest == null || plain ? latest : named(connection, task.bucket(), task.key(), ObjectVersion.NULL),
                id == null ? null : named(connection, task.bucket(), task.key(), id));
        Change change = task.decision().apply(state);
        List<String> dead = new ArrayList<>();
        Upload finished = task.finished();
        ObjectVersion added = change.added();
        if (finished != null) {
            List<String> used = added == null
                    ? List.of()
                    : added.pieces().stream().map(piece -> piece.id()).toList();
            List<String> unused = uploads.remove(connection, finished.id(), used);
            if (unused == null) {
                throw dev.hearth.neighbours.s3.S3Error.NO_SUCH_UPLOAD.thrown();
            }
            dead.addAll(unused);
        }
        boolean uncovered = false;
        for (ObjectVersion removed : change.removed()) {
            S3Rows.delete(connection, removed);
            dead.addAll(pieces.remove(connection, removed.pieces()));
            uncovered |= removed.latest();
        }
        ObjectVersion facts = change.facts();
        if (facts != null) {
            S3Rows.describe(connection, facts);
        }
        if (added != null) {
            Change kept = new Change(change.removed(), pieces.keep(connection, added, finished != null), facts);
            S3Rows.insert(connection, kept.added(), latest);
            return new Outcome(kept, post(connection, task, kept), dead);
        }
        if (uncovered) {
            S3Rows.uncover(connection, task.bucket(), task.key());
        }
        return new Outcome(change, post(connection, task, change), dead);
    }

    private List<StoredPosting> post(Connection connection, Task task, Change change) throws SQLException {
        List<Posting> news = task.news().apply(change);
        return news.isEmpty() ? List.of() : outbox.insert(connection, news, task.nowMillis());
    }

    @Override
    public List<ObjectVersion> list(String bucket, String key, boolean inclusive, int limit) {
        String sql = LIST + (inclusive ? ">= ?" : "> ?") + " ORDER BY name LIMIT ?";
        return database.read(connection -> Sql.list(connection, sql, SqlS3::version, bucket, key, limit));
    }

    @Override
    public List<ObjectVersion> versions(String bucket, String key, long sequence, int limit) {
        return database.read(connection -> {
            List<ObjectVersion> found =
                    new ArrayList<>(Sql.list(connection, VERSIONS, SqlS3::version, bucket, key, sequence, limit));
            String at = key;
            while (found.size() < limit) {
                String next = Sql.first(connection, NEXT_KEYS, row -> row.getString(1), bucket, at)
                        .orElse(null);
                if (next == null) {
                    return found;
                }
                found.addAll(Sql.list(
                        connection, VERSIONS, SqlS3::version, bucket, next, Long.MAX_VALUE, limit - found.size()));
                at = next;
            }
            return found;
        });
    }

    @Override
    public void begin(Upload upload) {
        uploads.begin(upload);
    }

    @Override
    public @Nullable Upload upload(String id) {
        return uploads.find(id);
    }

    @Override
    public @Nullable List<String> put(String uploadId, Upload.Part part) {
        return uploads.put(uploadId, part);
    }

    @Override
    public List<Upload.Part> parts(String uploadId, int afterNumber, int limit) {
        return uploads.parts(uploadId, afterNumber, limit);
    }

    @Override
    public @Nullable List<String> abort(String uploadId) {
        return database.write(connection -> uploads.remove(connection, uploadId, List.of()));
    }

    @Override
    public List<Upload> uploads(String bucket, String afterKey, String afterId, int limit) {
        return uploads.list(bucket, afterKey, afterId, limit);
    }

    @Override
    public List<String> dead(int limit) {
        return pieces.dead(limit);
    }

    @Override
    public void buried(List<String> files) {
        pieces.buried(files);
    }

    @Override
    public boolean isKept(String file) {
        return pieces.isKept(file);
    }

    @Override
    public Set<String> unreferenced(List<String> files) {
        return S3Pieces.unreferenced(database, files);
    }
}
