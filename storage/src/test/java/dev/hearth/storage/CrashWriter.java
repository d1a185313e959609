package dev.hearth.storage;

import dev.hearth.core.VirtualPorts;
import dev.hearth.services.logs.LogEvent;
import dev.hearth.services.logs.LogGroup;
import dev.hearth.services.logs.LogStore;
import dev.hearth.services.logs.LogStore.EventBatch;
import dev.hearth.services.registry.Configuration;
import dev.hearth.services.registry.FunctionRecord;
import dev.hearth.services.registry.FunctionState;
import dev.hearth.services.registry.LoggingSettings;
import dev.hearth.services.registry.RegistryChange;
import dev.hearth.services.registry.RegistryStore;
import dev.hearth.services.registry.StoredCode;
import dev.hearth.services.registry.UpdateStatus;
import dev.hearth.services.registry.VpcSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The process that {@link StoreKillTest} kills: writes functions with their packages, batches of log events, and
 * units that fail, as fast as it can, and prints a line for each thing once it was acknowledged. It never ends by
 * itself.
 */
final class CrashWriter {

    static final String DATABASE = "hearth.db";
    static final int NAMES = 8;

    /** A group that only units that fail ever tag. */
    static final long NO_GROUP = -7;

    private CrashWriter() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int round = Integer.parseInt(arguments[1]);
        // Two writers wait at a time, one of an odd and one of an even round.
        Path rehearsal = folder.resolve("rehearsal-" + round % 2).resolve(DATABASE);
        Database.sqlite(rehearsal, TestDatabase.TASKS).close();
        if (System.in.read() < 0) {
            return;
        }
        Database database = Database.sqlite(folder.resolve(DATABASE), TestDatabase.TASKS);
        VirtualPorts ports = new VirtualPorts(Instant.EPOCH, round);
        CodeFolder code = CodeFolder.open(folder, ports.ports());
        ports.settle();
        TestDatabase.TASKS.start("functions", () -> functions(database, code, round));
        TestDatabase.TASKS.start("puts", () -> puts(Stores.logs(database), group(round)));
        TestDatabase.TASKS.start("appends", () -> appends(Stores.logs(database), group(round)));
        failures(database);
    }

    static String group(int round) {
        return "g" + round;
    }

    private static void functions(Database database, CodeFolder code, int round) {
        RegistryStore store = FunctionTables.create(database);
        for (int number = round * 1_000_000; ; number++) {
            StoredCode stored = code.put(zip(number));
            store.commit(List.of(new RegistryChange.PutFunction(function(number, stored))));
            acknowledge("F " + number);
        }
    }

    private static void puts(LogStore store, String group) {
        store.createGroup(new LogGroup(group, 0, null, "STANDARD", 0), Map.of());
        store.createStream(group, "puts", 0);
        for (int number = 0; ; number++) {
            store.put(batch(group, "puts", number), number);
            acknowledge("P " + number);
        }
    }

    private static void appends(LogStore store, String group) {
        for (int number = 0; ; number++) {
            store.append(List.of(batch(group, "a" + number % 3, number), batch(group + "-new", "a", number)), number);
            acknowledge("A " + number);
        }
    }

    private static void failures(Database database) {
        while (true) {
            try {
                database.write(connection -> {
                    Sql.update(connection, "INSERT INTO log_group_tag VALUES (?, 'half', 'made')", NO_GROUP);
                    throw new IllegalStateException("as intended");
                });
            } catch (IllegalStateException e) {
                acknowledge("X 0");
            }
        }
    }

    private static void acknowledge(String line) {
        PrintStream out = System.out;
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    /** Events {@code number/1 of n} to {@code number/n of n}. */
    static EventBatch batch(String group, String stream, int number) {
        int size = 1 + number % 40;
        List<LogEvent> events = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            events.add(new LogEvent(number, number + "/" + i + "/" + size));
        }
        return EventBatch.of(group, stream, events);
    }

    static FunctionRecord function(int number, StoredCode code) {
        return new FunctionRecord(
                "f" + number % NAMES,
                FunctionRecord.LATEST,
                new Configuration(
                        Integer.toString(number),
                        "provided.al2023",
                        "h",
                        "arn:aws:iam::000000000000:role/any",
                        3,
                        128,
                        512,
                        Map.of("NUMBER", Integer.toString(number)),
                        "x86_64",
                        "PassThrough",
                        "",
                        "",
                        new VpcSettings(List.of(), List.of(), false),
                        new LoggingSettings("Text", "", "", "/aws/lambda/f"),
                        "None",
                        List.of(),
                        ""),
                code,
                new FunctionState.Active(""),
                new UpdateStatus.Successful(),
                Instant.EPOCH.plusSeconds(number),
                "revision-" + number,
                "deployment-" + number,
                Map.of());
    }

    /** A package of one stored file that tells its number many times. */
    static byte[] zip(int number) {
        byte[] content = (number + "\n").repeat(500).getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry("bootstrap");
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(entry);
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
