package dev.hearth.storage;

import dev.hearth.storage.StoreTransfer.Progress;
import dev.hearth.storage.StoreTransfer.TableSum;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A store in a file, compressed: a head with the schema's age, then each table with its rows in the order of their keys
 * and
 * their digest. Whole numbers are eight bytes, text and bytes follow their length.
 */
record StoreFile(Path file) {

    private static final String MAGIC = "HEARTH STORE 1";
    private static final String END = "";
    private static final int BUFFER_BYTES = 1 << 16;

    /** The longest text or bytes that a row holds: an event's payload and more. */
    private static final int MAX_VALUE_BYTES = 64 << 20;

    private static final byte ROW = 1;
    private static final byte LAST = 0;

    List<TableSum> write(StorePlace from, Progress progress) {
        Path half = file.resolveSibling(file.getFileName() + ".part");
        try (TransferEnd source = TransferEnd.open(from)) {
            CopyMark.refuse(source.connection());
            List<TableSum> sums = new ArrayList<>();
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                    new GZIPOutputStream(Files.newOutputStream(half), BUFFER_BYTES), BUFFER_BYTES))) {
                out.writeUTF(MAGIC);
                out.writeInt(Migrations.SCRIPTS.size());
                for (TableShape table : source.tables()) {
                    sums.add(write(table, source, out, progress));
                }
                out.writeUTF(END);
            }
            sync(half);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return sums;
        } catch (IOException | SQLException e) {
            throw new StorageException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static void sync(Path written) throws IOException {
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static TableSum write(TableShape table, TransferEnd source, DataOutputStream out, Progress progress)
            throws IOException, SQLException {
        String stage = "exporting " + table.name();
        double all = Math.max(1, source.count(table));
        long written = 0;
        RowDigest digest = new RowDigest();
        out.writeUTF(table.name());
        List<@Nullable Object[]> rows = source.chunk(table, null);
        while (!rows.isEmpty()) {
            for (Object[] row : rows) {
                out.writeByte(ROW);
                writeRow(row, out);
                digest.add(row);
            }
            written += rows.size();
            progress.at(stage, written / all);
            rows = table.keyed() ? source.chunk(table, rows.getLast()) : List.of();
        }
        out.writeByte(LAST);
        TableSum sum = digest.sum(table.name());
        out.writeLong(sum.rows());
        out.writeUTF(sum.digest());
        progress.at(stage, 1);
        return sum;
    }

    private static void writeRow(@Nullable Object[] row, DataOutputStream out) throws IOException {
        for (Object value : row) {
            switch (value) {
                case null -> out.writeByte(0);
                case Long number -> {
                    out.writeByte(1);
                    out.writeLong(number);
                }
                case String text -> writeBytes(2, text.getBytes(StandardCharsets.UTF_8), out);
                case byte[] bytes -> writeBytes(3, bytes, out);
                default -> throw new IllegalStateException("a " + value.getClass());
            }
        }
    }

    private static void writeBytes(int kind, byte[] bytes, DataOutputStream out) throws IOException {
        out.writeByte(kind);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    List<TableSum> read(StorePlace to, Progress progress) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                        new GZIPInputStream(Files.newInputStream(file), BUFFER_BYTES), BUFFER_BYTES));
                TransferEnd target = TransferEnd.open(to)) {
            head(in);
            Migration.begin(target, file.toAbsolutePath().toString());
            List<TableShape> tables = target.tables();
            List<TableSum> sums = new ArrayList<>();
            for (String name = in.readUTF(); !name.equals(END); name = in.readUTF()) {
                String wanted = name;
                TableShape table = tables.stream()
                        .filter(shape -> shape.name().equals(wanted))
                        .findFirst()
                        .orElseThrow(() -> new IOException("it has a table that is not known: " + wanted));
                sums.add(read(table, in, target, progress));
            }
            CopyMark.remove(target.connection());
            return sums;
        } catch (IOException | SQLException e) {
            throw new StorageException("cannot import " + file + ": " + e.getMessage(), e);
        }
    }

    private static void head(DataInputStream in) throws IOException {
        if (!in.readUTF().equals(MAGIC)) {
            throw new IOException("it is not an export of Hearth's");
        }
        int scripts = in.readInt();
        if (scripts != Migrations.SCRIPTS.size()) {
            throw new IOException("it was written by another version of Hearth (schema " + scripts + ", here "
                    + Migrations.SCRIPTS.size() + "): import it with that version, then start this one");
        }
    }

    private static TableSum read(TableShape table, DataInputStream in, TransferEnd target, Progress progress)
            throws IOException, SQLException {
        String stage = "importing " + table.name();
        progress.at(stage, 0);
        List<@Nullable Object[]> rows = new ArrayList<>();
        long bytes = 0;
        while (in.readByte() == ROW) {
            Object[] row = readRow(table.columns().size(), in);
            rows.add(row);
            bytes += TransferEnd.bytes(row);
            if (rows.size() == TransferEnd.CHUNK_ROWS || bytes > TransferEnd.CHUNK_BYTES) {
                target.add(table, rows);
                rows.clear();
                bytes = 0;
            }
        }
        if (!rows.isEmpty()) {
            target.add(table, rows);
        }
        TableSum wanted = new TableSum(table.name(), in.readLong(), in.readUTF());
        double all = Math.max(1, wanted.rows());
        progress.at(stage, 0.5);
        Migration.require(wanted, target.sum(table, read -> progress.at(stage, 0.5 + 0.5 * read / all)));
        progress.at(stage, 1);
        return wanted;
    }

    private static @Nullable Object[] readRow(int columns, DataInputStream in) throws IOException {
        @Nullable Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++) {
            row[i] = switch (in.readByte()) {
                case 0 -> null;
                case 1 -> in.readLong();
                case 2 -> new String(readBytes(in), StandardCharsets.UTF_8);
                case 3 -> readBytes(in);
                default -> throw new IOException("it is damaged");
            };
        }
        return row;
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_VALUE_BYTES) {
            throw new IOException("it is damaged");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
