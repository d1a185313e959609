package dev.hearth.storage;

import dev.hearth.neighbours.s3.Piece;
import dev.hearth.neighbours.s3.S3Error;
import dev.hearth.neighbours.s3.Upload;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Multipart uploads in {@code s3_upload} and {@code s3_part}. */
final class SqlS3Uploads {

    private static final String SELECT = "SELECT bucket, name, id, started_ms, document FROM s3_upload WHERE ";
    private static final String PARTS =
            "SELECT number, size, piece, etag, modified_ms, checksum FROM s3_part WHERE upload = ?";
    private static final String PUT = "INSERT INTO s3_part (upload, number, size, piece, etag, modified_ms, checksum)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)";

    private final Database database;
    private final S3Pieces pieces;

    SqlS3Uploads(Database database, S3Pieces pieces) {
        this.database = database;
        this.pieces = pieces;
    }

    void begin(Upload upload) {
        database.write(Sql.one(
                "INSERT INTO s3_upload (bucket, name, id, started_ms, document) VALUES (?, ?, ?, ?, ?)",
                upload.bucket(),
                upload.key(),
                upload.id(),
                upload.startedMillis(),
                S3Document.write(upload)));
    }

    private static Upload upload(ResultSet row) throws SQLException {
        return S3Document.upload(
                row.getString("bucket"),
                row.getString("name"),
                row.getString("id"),
                row.getLong("started_ms"),
                row.getString("document"));
    }

    @Nullable
    Upload find(String id) {
        return database.read(connection -> find(connection, id));
    }

    private static @Nullable Upload find(Connection connection, String id) throws SQLException {
        return Sql.first(connection, SELECT + "id = ?", SqlS3Uploads::upload, id)
                .orElse(null);
    }

    List<Upload> list(String bucket, String afterKey, String afterId, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                SELECT + "bucket = ? AND (name, id) > (?, ?) ORDER BY name, id LIMIT ?",
                SqlS3Uploads::upload,
                bucket,
                afterKey,
                afterId,
                limit));
    }

    @Nullable
    List<String> put(String uploadId, Upload.Part part) {
        return database.write(connection -> {
            if (find(connection, uploadId) == null) {
                return null;
            }
            List<Piece> replaced = Sql.list(
                    connection, PARTS + " AND number = ?", row -> part(row).piece(), uploadId, (long) part.number());
            Sql.update(
                    connection, "DELETE FROM s3_part WHERE upload = ? AND number = ?", uploadId, (long) part.number());
            Piece kept = pieces.keep(connection, part.piece());
            Sql.update(
                    connection,
                    PUT,
                    uploadId,
                    (long) part.number(),
                    kept.size(),
                    kept.id(),
                    part.etag(),
                    part.modifiedMillis(),
                    part.checksum());
            return pieces.remove(connection, replaced);
        });
    }

    private static Upload.Part part(ResultSet row) throws SQLException {
        return new Upload.Part(
                row.getInt("number"),
                row.getString("etag"),
                row.getLong("modified_ms"),
                new Piece(row.getString("piece"), row.getLong("size"), null),
                row.getString("checksum"));
    }

    List<Upload.Part> parts(String uploadId, int afterNumber, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                PARTS + " AND number > ? ORDER BY number LIMIT ?",
                SqlS3Uploads::part,
                uploadId,
                (long) afterNumber,
                limit));
    }

    /** Removes an upload and its parts but for those in {@code used}; the files that died, null for no upload. */
    @Nullable
    List<String> remove(Connection connection, String uploadId, List<String> used) throws SQLException {
        List<Piece> unused =
                new ArrayList<>(Sql.list(connection, PARTS, row -> part(row).piece(), uploadId));
        Set<String> taken = new HashSet<>(used);
        long there = unused.stream().filter(piece -> taken.contains(piece.id())).count();
        if (there < taken.size() && find(connection, uploadId) != null) {
            // A part was put again since they were looked at: the bytes of the one before it are gone.
            throw S3Error.OPERATION_ABORTED.thrown();
        }
        if (Sql.update(connection, "DELETE FROM s3_upload WHERE id = ?", uploadId) == 0) {
            return null;
        }
        unused.removeIf(piece -> taken.contains(piece.id()));
        Sql.update(connection, "DELETE FROM s3_part WHERE upload = ?", uploadId);
        return pieces.remove(connection, unused);
    }
}
