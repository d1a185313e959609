package dev.hearth.storage;

import dev.hearth.neighbours.s3.ObjectVersion;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The rows of {@code s3_version}, within a unit of work. */
final class S3Rows {

    private static final String INSERT = "INSERT INTO s3_version (bucket, name, sequence, version_id, latest, marker,"
            + " size, etag, modified_ms, document) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)";
    private static final String OF_KEY = " WHERE bucket = ? AND name = ?";
    private static final String AT = OF_KEY + " AND sequence = ?";

    private S3Rows() {}

    /** @param before what readers saw until now, if it is still there */
    static void insert(Connection connection, @Nullable ObjectVersion added, @Nullable ObjectVersion before)
            throws SQLException {
        if (added == null) {
            return;
        }
        if (before != null) {
            Sql.update(
                    connection,
                    "UPDATE s3_version SET latest = 0" + AT,
                    before.bucket(),
                    before.key(),
                    before.sequence());
        }
        Sql.update(
                connection,
                INSERT,
                added.bucket(),
                added.key(),
                added.sequence(),
                added.versionId(),
                added.marker() ? 1L : 0L,
                added.size(),
                added.etag(),
                added.modifiedMillis(),
                S3Document.write(added.facts(), added.pieces()));
    }

    static void delete(Connection connection, ObjectVersion version) throws SQLException {
        Sql.update(connection, "DELETE FROM s3_version" + AT, version.bucket(), version.key(), version.sequence());
    }

    static void describe(Connection connection, ObjectVersion version) throws SQLException {
        Sql.update(
                connection,
                "UPDATE s3_version SET document = ?" + AT,
                S3Document.write(version.facts(), version.pieces()),
                version.bucket(),
                version.key(),
                version.sequence());
    }

    /** Lets readers see the newest version that is left. */
    static void uncover(Connection connection, String bucket, String key) throws SQLException {
        Long newest = Sql.first(
                        connection,
                        "SELECT sequence FROM s3_version" + OF_KEY + " ORDER BY sequence DESC LIMIT 1",
                        row -> row.getLong(1),
                        bucket,
                        key)
                .orElse(null);
        if (newest != null) {
            Sql.update(connection, "UPDATE s3_version SET latest = 1" + AT, bucket, key, newest);
        }
    }
}
