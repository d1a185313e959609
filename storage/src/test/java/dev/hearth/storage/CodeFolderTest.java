package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.core.AwsScope;
import dev.hearth.core.FaultException;
import dev.hearth.core.Ports;
import dev.hearth.core.Randomness;
import dev.hearth.core.VirtualPorts;
import dev.hearth.services.registry.CreateFunction;
import dev.hearth.services.registry.FunctionState;
import dev.hearth.services.registry.Registry;
import dev.hearth.services.registry.RegistryStore;
import dev.hearth.services.registry.StoredCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeFolderTest {

    private static final int MODE_OFFSET = 38;

    @TempDir
    Path data;

    private final VirtualPorts ports = new VirtualPorts(Instant.parse("2026-11-23T15:00:00Z"), 1);

    private CodeFolder open() {
        CodeFolder folder = CodeFolder.open(data, ports.ports());
        ports.settle();
        return folder;
    }

    /** A zip of one file, made by Unix with {@code mode}. */
    private static byte[] zip(String name, int mode, String content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = out.toByteArray();
        int central = IntStream.range(0, bytes.length)
                .filter(i -> bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2)
                .findFirst()
                .orElseThrow();
        bytes[central + 5] = 3;
        bytes[central + MODE_OFFSET + 2] = (byte) mode;
        bytes[central + MODE_OFFSET + 3] = (byte) (mode >> 8);
        return bytes;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> paths = Files.list(data.resolve("code"))) {
            return paths.map(p -> p.getFileName().toString())
                    .filter(n -> !n.equals(".boot"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void keepsThePackageAndItsUnpackedFormReadableByEverybody() throws IOException {
        byte[] zip = zip("bin/bootstrap", 0100700, "run");
        CodeFolder folder = open();
        StoredCode code = folder.put(zip);
        folder.put(zip);

        assertThat(names()).containsExactly(code.digest(), code.digest() + ".zip");
        assertThat(folder.digests()).containsExactly(code.digest());
        assertThat(folder.zip(code.digest())).isEqualTo(zip);
        assertThat(code.size()).isEqualTo(zip.length);
        Path root = folder.taskRoot(code.digest());
        assertThat(root.resolve("bin/bootstrap")).hasContent("run");
        assertThat(mode(root)).isEqualTo("rwxr-xr-x");
        assertThat(mode(root.resolve("bin"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(root.resolve("bin/bootstrap"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(data.resolve("code").resolve(code.digest() + ".zip"))).isEqualTo("rw-r--r--");

        StoredCode plain = folder.put(zip("app.py", 0100600, "x"));
        assertThat(mode(folder.taskRoot(plain.digest()).resolve("app.py"))).isEqualTo("rw-r--r--");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void linksAreMadeAndNotFollowedByRemoval() throws IOException {
        Path outside = Files.writeString(data.resolve("outside"), "kept");
        CodeFolder folder = open();
        StoredCode code = folder.put(zip("link", 0120777, "target"));
        Path root = folder.taskRoot(code.digest());
        assertThat(Files.readSymbolicLink(root.resolve("link"))).isEqualTo(Path.of("target"));
        Files.createSymbolicLink(root.resolve("planted"), outside);
        folder.remove(code.digest());
        assertThat(folder.digests()).isEmpty();
        ports.settle();
        assertThat(names()).isEmpty();
        assertThat(outside).hasContent("kept");
    }

    @Test
    void aRefusedPackageLeavesNothing() throws IOException {
        CodeFolder folder = open();
        byte[] broken = zip("app.py", 0100644, "print('hello')");
        broken[40]++;
        assertThatExceptionOfType(FaultException.class).isThrownBy(() -> folder.put(broken));
        assertThat(names()).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftHalfMadeIsRemoved() throws IOException {
        open();
        Path half = Files.createDirectory(data.resolve("code/.tmp-0123456789abcdef"));
        Files.writeString(half.resolve("file"), "half");
        Files.writeString(data.resolve("code/.tmp-fedcba9876543210"), "half");
        open();
        assertThat(names()).isEmpty();
    }

    @Test
    void theUnpackedFormIsMadeAgainFromTheZip() throws IOException {
        CodeFolder folder = open();
        StoredCode code = folder.put(zip("app.py", 0100644, "x"));
        Files.delete(folder.taskRoot(code.digest()).resolve("app.py"));
        Files.delete(data.resolve("code").resolve(code.digest()));
        assertThat(folder.taskRoot(code.digest()).resolve("app.py")).hasContent("x");
    }

    @Test
    void theUnpackedFormOfAnotherBootIsNotTrusted() throws IOException {
        CodeFolder before = open();
        StoredCode code = before.put(zip("app.py", 0100644, "whole"));
        Files.writeString(before.taskRoot(code.digest()).resolve("app.py"), "lost by the power cut");
        assertThat(open().taskRoot(code.digest()).resolve("app.py")).hasContent("lost by the power cut");
        Files.writeString(data.resolve("code/.boot"), "another");
        assertThat(open().taskRoot(code.digest()).resolve("app.py")).hasContent("whole");
    }

    @Test
    void aZipThatIsGoneOrSpoiledIsSaid() throws IOException {
        CodeFolder folder = open();
        StoredCode code = folder.put(zip("app.py", 0100644, "x"));
        Files.writeString(data.resolve("code/.boot"), "another");
        Path zip = data.resolve("code").resolve(code.digest() + ".zip");
        Files.write(zip, Arrays.copyOf(Files.readAllBytes(zip), 20));
        CodeFolder after = open();
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> after.prepare(code.digest()))
                .withMessage("The stored package " + code.digest() + " was changed on disk.");
        Files.delete(zip);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> after.taskRoot(code.digest()))
                .withMessage("The stored package " + code.digest() + " is gone.");
        assertThatExceptionOfType(FaultException.class).isThrownBy(() -> after.zip(code.digest()));
    }

    @Test
    void manyPutsOfTheSameBytesAgree() throws IOException, InterruptedException {
        AtomicLong random = new AtomicLong();
        CodeFolder folder = CodeFolder.open(data, ports.ports());
        CodeFolder threaded = CodeFolder.open(data, new Ports(ports, ports, ports, new Randomness() {
            @Override
            public byte[] bytes(int count) {
                return Arrays.copyOf(
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(random.incrementAndGet())
                                .array(),
                        count);
            }

            @Override
            public long nextLong() {
                return random.incrementAndGet();
            }
        }));
        byte[] zip = zip("app.py", 0100644, "x".repeat(100_000));
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofPlatform()
                        .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                        .start(() -> threaded.put(zip)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(names()).hasSize(2);
        assertThat(folder.taskRoot(folder.digests().iterator().next()).resolve("app.py"))
                .hasSize(100_000);
    }

    @Test
    void theRegistryCollectsWhatWasNeverCommittedAndKeepsTheRest() throws IOException {
        RegistryStore store = RegistryStore.inMemory();
        CodeFolder folder = open();
        Registry registry = registry(store, folder);
        String digest = registry.create(
                        new CreateFunction("hello", zip("app.py", 0100644, "x"), KilledRegistry.python(), Map.of()))
                .code()
                .digest();
        folder.put(zip("app.py", 0100644, "of a process that was killed before its commit"));

        Registry after = registry(store, open());
        ports.settle();
        assertThat(names()).containsExactly(digest, digest + ".zip");
        assertThat(after.get("lambda:GetFunction", "hello", null).state()).isEqualTo(new FunctionState.Active(""));
    }

    private Registry registry(RegistryStore store, CodeFolder folder) {
        return Registry.create(
                ports.ports(),
                new AwsScope("000000000000", "us-east-1"),
                store,
                folder,
                Optional::of,
                "x86_64",
                arn -> {});
    }
}
