package dev.hearth.storage;

import dev.hearth.core.AwsScope;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.registry.CodePackage;
import dev.hearth.services.registry.CreateFunction;
import dev.hearth.services.registry.Registry;
import dev.hearth.services.registry.Settings;
import dev.hearth.services.registry.UpdateCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A registry on disk, and as a program one that makes, updates and deletes functions until it is killed, saying
 * before each change what it tries and after it that it was acknowledged.
 *
 * <p>Lines: {@code try NAME DIGEST} and {@code ok NAME DIGEST}; a deletion's digest is {@code -}.
 */
final class KilledRegistry implements AutoCloseable {

    static final String GONE = "-";
    private static final int FILES = 20;
    private static final int FILE_BYTES = 10_000;

    final VirtualPorts ports;
    final CodeFolder code;
    final Registry registry;
    private final Database database;

    KilledRegistry(Path data, long seed) {
        ports = new VirtualPorts(Instant.parse("2026-11-23T15:00:00Z"), seed);
        code = CodeFolder.open(data, ports.ports());
        database = Database.sqlite(data.resolve("hearth.db"), TestDatabase.TASKS);
        registry = Registry.create(
                ports.ports(),
                new AwsScope("000000000000", "us-east-1"),
                FunctionTables.create(database),
                code,
                Optional::of,
                "x86_64",
                arn -> {});
    }

    @Override
    public void close() {
        database.close();
    }

    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[1]);
        try (KilledRegistry killed = new KilledRegistry(Path.of(arguments[0]), seed)) {
            killed.ports.settle();
            killed.changeForever(new SplittableRandom(seed), "f" + seed + "-");
        }
    }

    private void changeForever(SplittableRandom random, String prefix) {
        List<String> names = new ArrayList<>();
        registry.list(null, null).functions().forEach(function -> names.add(function.name()));
        for (int count = 0; ; count++) {
            int dice = random.nextInt(10);
            if (dice < 4 || names.isEmpty()) {
                String name = prefix + count;
                byte[] zip = zip(random);
                change(name, digest(zip), () -> registry.create(new CreateFunction(name, zip, python(), Map.of())));
                names.add(name);
            } else if (dice < 8) {
                String name = names.get(random.nextInt(names.size()));
                byte[] zip = zip(random);
                change(name, digest(zip), () -> registry.updateCode(new UpdateCode(name, zip, null, null, false)));
            } else {
                String name = names.remove(random.nextInt(names.size()));
                change(name, GONE, () -> registry.delete(name, null));
            }
        }
    }

    private void change(String name, String digest, Runnable change) {
        PrintStream out = System.out;
        out.println("try " + name + " " + digest);
        out.flush();
        change.run();
        out.println("ok " + name + " " + digest);
        out.flush();
        ports.settle();
    }

    private static String digest(byte[] zip) {
        return CodePackage.digest(zip);
    }

    private static byte[] zip(SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(0);
            for (int file = 0; file < FILES; file++) {
                zip.putNextEntry(new ZipEntry("folder" + file + "/file.bin"));
                byte[] bytes = new byte[FILE_BYTES];
                random.nextBytes(bytes);
                zip.write(bytes);
            }
            zip.putNextEntry(new ZipEntry("app.py"));
            zip.write("def handler(event, context): pass".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Settings python() {
        return new Settings(
                null,
                "python3.11",
                "app.handler",
                "arn:aws:iam::000000000000:role/any",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
