package dev.hearth.services.registry;

import static dev.hearth.services.registry.TestZip.FILE;
import static dev.hearth.services.registry.TestZip.FOLDER;
import static dev.hearth.services.registry.TestZip.LINK;
import static dev.hearth.services.registry.TestZip.PIPE;
import static dev.hearth.services.registry.TestZip.PROGRAM;
import static dev.hearth.services.registry.TestZip.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodePackageTest {

    private static final String BROKEN =
            "Could not unzip uploaded file. Please check your file, then try to upload again.";

    /** What a package unpacks to: a path's content, {@code *} before a program's, {@code ->} before a link's target. */
    private static TreeMap<String, String> unpacked(byte[] zip) {
        TreeMap<String, String> result = new TreeMap<>();
        CodePackage.read(zip).unpack(new CodePackage.Sink() {
            @Override
            public void directory(String path) {
                result.put(path, "/");
            }

            @Override
            public void file(String path, boolean executable, CodePackage.Content content) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                content.chunks((chunk, length) -> bytes.write(chunk, 0, length));
                result.put(path, (executable ? "*" : "") + bytes.toString(StandardCharsets.UTF_8));
            }

            @Override
            public void link(String path, String target) {
                result.put(path, "->" + target);
            }
        });
        return result;
    }

    @Test
    void keepsModesLinksAndFolders() {
        byte[] zip = zip().add("bootstrap", PROGRAM, "run")
                .add("lib/", FOLDER, "")
                .add("lib/a.so.1", FILE, "library")
                .add("lib/a.so", LINK, "a.so.1")
                .add("deep/er/file", FILE, "x")
                .add("up", LINK, "deep/../lib")
                .stored("./plain", "as it is")
                .fromDos("windows.py", "print()")
                .bytes();
        assertThat(unpacked(zip))
                .containsOnly(
                        Map.entry("bootstrap", "*run"),
                        Map.entry("lib", "/"),
                        Map.entry("lib/a.so.1", "library"),
                        Map.entry("lib/a.so", "->a.so.1"),
                        Map.entry("deep", "/"),
                        Map.entry("deep/er", "/"),
                        Map.entry("deep/er/file", "x"),
                        Map.entry("up", "->deep/../lib"),
                        Map.entry("plain", "as it is"),
                        Map.entry("windows.py", "print()"));
    }

    @Test
    void readsWhatTheJdkWrites() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setComment("a comment, which moves the end of the directory");
            zip.putNextEntry(new ZipEntry("a/b.txt"));
            zip.write("hello".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("naïve.txt"));
        }
        assertThat(unpacked(out.toByteArray()))
                .containsEntry("a/b.txt", "hello")
                .containsEntry("naïve.txt", "");
    }

    static Stream<Arguments> hostile() {
        byte[] good = TestZip.hello("print('a long enough line')");
        byte[] flipped = good.clone();
        flipped[40]++;
        return Stream.of(
                arguments("nothing", new byte[0], "Uploaded file must be a non-empty zip"),
                arguments("no entries", zip().bytes(), "Uploaded file must be a non-empty zip"),
                arguments("no zip", "this is not a zip, whatever it is".getBytes(StandardCharsets.UTF_8), BROKEN),
                arguments("cut off", Arrays.copyOf(good, good.length / 2), BROKEN),
                arguments("head lost", Arrays.copyOfRange(good, 10, good.length), BROKEN),
                arguments("flipped bit", flipped, BROKEN),
                arguments("parent", zip().add("../x", FILE, "x").bytes(), BROKEN),
                arguments("parent inside", zip().add("a/../../x", FILE, "x").bytes(), BROKEN),
                arguments("absolute", zip().add("/etc/passwd", FILE, "x").bytes(), BROKEN),
                arguments("null in name", zip().add("a\0b", FILE, "x").bytes(), BROKEN),
                arguments("long segment", zip().add("a".repeat(256), FILE, "x").bytes(), BROKEN),
                arguments(
                        "long name",
                        zip().add("a/".repeat(1600) + "b", FILE, "x").bytes(),
                        BROKEN),
                arguments("twice", zip().add("a", FILE, "1").add("a", FILE, "2").bytes(), BROKEN),
                arguments(
                        "twice by dot",
                        zip().add("a", FILE, "1").add("./a", FILE, "2").bytes(),
                        BROKEN),
                arguments(
                        "file as folder",
                        zip().add("a", FILE, "1").add("a/b", FILE, "2").bytes(),
                        BROKEN),
                arguments(
                        "folder as file",
                        zip().add("a/b", FILE, "1").add("a", FILE, "2").bytes(),
                        BROKEN),
                arguments("link out", zip().add("l", LINK, "../outside").bytes(), BROKEN),
                arguments("absolute link", zip().add("l", LINK, "/etc/passwd").bytes(), BROKEN),
                arguments("empty link", zip().add("l", LINK, "").bytes(), BROKEN),
                arguments("long link", zip().add("l", LINK, "a/".repeat(1000)).bytes(), BROKEN),
                arguments(
                        "link out from below", zip().add("a/l", LINK, "../../x").bytes(), BROKEN),
                arguments(
                        "link out through a link",
                        zip().add("a/b/top", LINK, "../..")
                                .add("a/b/l", LINK, "top/../x")
                                .bytes(),
                        BROKEN),
                arguments(
                        "through a link",
                        zip().add("l", LINK, ".").add("l/x", FILE, "x").bytes(),
                        BROKEN),
                arguments("pipe", zip().add("p", PIPE, "").bytes(), BROKEN),
                arguments("encrypted", zip().encrypted("secret").bytes(), BROKEN),
                arguments("claims less", zip().lying("x", new byte[100], 10).bytes(), BROKEN),
                arguments("claims more", zip().lying("x", new byte[10], 100).bytes(), BROKEN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void refuses(String what, byte[] zip, String message) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> CodePackage.read(zip).verify())
                .satisfies(e -> assertThat(e.fault()).isEqualTo(new Fault(Fault.Kind.INVALID_PARAMETER, message)));
    }

    @Test
    void countsWhatABombInflatesToWhateverItClaims() {
        byte[] zip = zip().lying("bomb", new byte[RegistryLimits.UNZIPPED_BYTES + 1], 10)
                .bytes();
        assertThat(zip.length).isLessThan(RegistryLimits.ZIPPED_BYTES);
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> CodePackage.read(zip).verify())
                .withMessage("Unzipped size must be smaller than 262144000 bytes");
    }

    @Test
    void refusesATooBigUpload() {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> CodePackage.read(new byte[RegistryLimits.ZIPPED_BYTES + 1]))
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(Fault.Kind.REQUEST_TOO_LARGE));
    }

    @Test
    void toleratesACircleOfLinks() {
        byte[] zip = zip().add("a", LINK, "b").add("b", LINK, "a").bytes();
        assertThat(unpacked(zip)).containsEntry("a", "->b").containsEntry("b", "->a");
    }

    @Test
    void everySpoiledZipIsRefusedOrRead() {
        byte[] good = zip().add("bootstrap", PROGRAM, "run")
                .add("l", LINK, "bootstrap")
                .stored("s", "stored")
                .bytes();
        SplittableRandom random = new SplittableRandom(20_261_123);
        for (int i = 0; i < 20_000; i++) {
            byte[] spoiled = good.clone();
            for (int flips = random.nextInt(1, 5); flips > 0; flips--) {
                spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt();
            }
            assertThatCode(() -> verdict(spoiled)).doesNotThrowAnyException();
        }
    }

    private static void verdict(byte[] zip) {
        try {
            CodePackage.read(zip).verify();
        } catch (FaultException e) {
            assertThat(e.fault().kind()).isEqualTo(Fault.Kind.INVALID_PARAMETER);
        }
    }
}
