package dev.hearth.storage;

import dev.hearth.neighbours.s3.ObjectVersion;
import dev.hearth.neighbours.s3.Piece;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Small bytes in {@code s3_small}, and what is known of files in {@code s3_file}. */
final class S3Pieces {

    private final Database database;

    /** Used by the writer alone, which runs one unit of work at a time. */
    private long lastId;

    S3Pieces(Database database) {
        this.database = database;
        this.lastId = database.read(
                connection -> Sql.first(connection, "SELECT COALESCE(MAX(id), 0) FROM s3_small", row -> row.getLong(1))
                        .orElse(0L));
    }

    byte @Nullable [] small(String id) {
        return database.read(connection -> Sql.first(
                        connection,
                        "SELECT bytes FROM s3_small WHERE id = ?",
                        row -> row.getBytes(1),
                        Long.parseLong(id))
                .orElse(null));
    }

    /** Keeps what is new of a version's pieces. Those of a completed upload are kept already. */
    ObjectVersion keep(Connection connection, ObjectVersion version, boolean uploaded) throws SQLException {
        if (uploaded) {
            return version;
        }
        List<Piece> kept = new ArrayList<>();
        for (Piece piece : version.pieces()) {
            kept.add(keep(connection, piece));
        }
        return new ObjectVersion(
                version.bucket(),
                version.key(),
                version.sequence(),
                version.versionId(),
                version.latest(),
                version.marker(),
                version.size(),
                version.etag(),
                version.modifiedMillis(),
                kept,
                version.facts());
    }

    Piece keep(Connection connection, Piece piece) throws SQLException {
        byte[] fresh = piece.fresh();
        if (fresh == null) {
            Sql.update(connection, "INSERT INTO s3_file (id, dead) VALUES (?, 0)", piece.id());
            return piece;
        }
        long id = ++lastId;
        Sql.update(connection, "INSERT INTO s3_small (id, bytes) VALUES (?, ?)", id, fresh);
        return new Piece(Long.toString(id), piece.size(), null);
    }

    /** Removes small bytes, and gives the files that died. */
    List<String> remove(Connection connection, List<Piece> pieces) throws SQLException {
        List<String> dead = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece.isFile()) {
                Sql.update(connection, "UPDATE s3_file SET dead = 1 WHERE id = ?", piece.id());
                dead.add(piece.id());
            } else {
                Sql.update(connection, "DELETE FROM s3_small WHERE id = ?", Long.parseLong(piece.id()));
            }
        }
        return dead;
    }

    List<String> dead(int limit) {
        return database.read(connection -> Sql.list(
                connection,
                "SELECT id FROM s3_file WHERE dead = 1 ORDER BY id LIMIT ?",
                row -> row.getString(1),
                limit));
    }

    void buried(List<String> files) {
        if (files.isEmpty()) {
            return;
        }
        database.write(connection -> {
            for (String file : files) {
                Sql.update(connection, "DELETE FROM s3_file WHERE id = ?", file);
            }
            return null;
        });
    }

    static Set<String> unreferenced(Database database, List<String> files) {
        Set<String> unreferenced = new HashSet<>(files);
        if (!files.isEmpty()) {
            String places = String.join(", ", Collections.nCopies(files.size(), "?"));
            database.read(connection -> Sql.list(
                            connection,
                            "SELECT id FROM s3_file WHERE dead = 0 AND id IN (" + places + ")",
                            row -> row.getString(1),
                            files.toArray()))
                    .forEach(unreferenced::remove);
        }
        return unreferenced;
    }

    boolean isKept(String file) {
        return database.read(
                connection -> Sql.first(connection, "SELECT 1 FROM s3_file WHERE id = ? AND dead = 0", row -> 1, file)
                        .isPresent());
    }
}
