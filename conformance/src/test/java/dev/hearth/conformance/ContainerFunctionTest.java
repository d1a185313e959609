package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.storage.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.PackageType;

/**
 * A function of the package type Image, from what {@code docker save} writes to its answer, with the AWS SDK for Java.
 */
@Tag("guests")
@Tag("slow")
class ContainerFunctionTest {

    private static final String URI = "000000000000.dkr.ecr.us-east-1.amazonaws.com/hello:1";
    private static final int TAR_SECONDS = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    @Test
    void anImportedImageIsInvoked() throws Exception {
        assumeThat(Path.of("/usr/bin/mksquashfs"))
                .as("mksquashfs is missing: apt-get install squashfs-tools")
                .exists();
        Path image = image();
        try (Hearth hearth = Hearth.start()) {
            CommandLine.Result imported = new CommandLine(folder)
                    .hearth(
                            "image",
                            "import",
                            URI,
                            "--from-oci",
                            image.toString(),
                            "--data",
                            hearth.data().toString());
            assertThat(imported.status()).as(imported.err()).isZero();
            create(hearth.lambda());

            assertThat(answer(hearth.lambda())).isNull();
            GetFunctionResponse got = hearth.lambda().getFunction(get -> get.functionName("image"));
            assertThat(got.code().imageUri()).isEqualTo(URI);
            assertThat(got.code().resolvedImageUri()).contains("/hello@sha256:");
            assertThat(got.configuration().packageType()).isEqualTo(PackageType.IMAGE);
            assertThatThrownBy(() -> hearth.lambda()
                            .updateFunctionCode(
                                    update -> update.functionName("image").imageUri("no.example/x:1")))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("does not exist. Provide a valid source image.");
            refusesToRemove(hearth, got.configuration().codeSha256());
            startsItsExtensions(hearth);
        }
    }

    /** Of two hosts one decides and runs nothing, and the other runs: each brings what the other has. */
    @Test
    void anImageIsBroughtFromTheHostThatHasIt() throws Exception {
        assumeThat(Path.of("/usr/bin/mksquashfs"))
                .as("mksquashfs is missing: apt-get install squashfs-tools")
                .exists();
        Path image = image();
        Path first = Files.createDirectories(folder.resolve("first"));
        Path second = Files.createDirectories(folder.resolve("second"));
        try (TestPostgres postgres = TestPostgres.start();
                ChildHearth decides =
                        ChildHearth.start(first, "--store", postgres.create(), "--roles", "frontend,control")) {
            String token =
                    new CommandLine(first).hearth("cluster", "token").out().strip();
            try (ChildHearth runs =
                    ChildHearth.start(second, "--join", "127.0.0.1", "--token", token, "--roles", "frontend,worker")) {
                importInto(first, URI, image);
                LambdaClient lambda = new Clients(decides.endpoint(), decides.keys()).lambda();
                create(lambda);
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(answer(lambda)).isNull());

                String another = URI.replace(":1", ":3");
                Files.writeString(folder.resolve("root/another"), "image");
                importInto(second, another, image());
                lambda.updateFunctionCode(update -> update.functionName("image").imageUri(another));
                lambda.waiter().waitUntilFunctionUpdatedV2(get -> get.functionName("image"));
                assertThat(answer(lambda)).isNull();
                assertThat(images(first)).hasSize(2).isEqualTo(images(second));
                assertThat(runs.stop()).isZero();
            }
            assertThat(decides.stop()).isZero();
        }
    }

    private static void create(LambdaClient lambda) {
        lambda.createFunction(create -> create.functionName("image")
                .packageType(PackageType.IMAGE)
                .role(Function.ROLE)
                .code(code -> code.imageUri(URI)));
        lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName("image"));
    }

    private static @Nullable String answer(LambdaClient lambda) {
        return lambda.invoke(invoke -> invoke.functionName("image").payload(SdkBytes.fromUtf8String("{\"a\":1}")))
                .functionError();
    }

    private static void importInto(Path home, String uri, Path image) {
        CommandLine.Result imported =
                new CommandLine(home).hearth("image", "import", uri, "--from-oci", image.toString());
        assertThat(imported.status()).as(imported.err()).isZero();
    }

    private static Set<String> images(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(".hearth/images"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("container-"))
                    .collect(Collectors.toSet());
        }
    }

    /** A file in the image's folder of extensions is started; this one cannot be. */
    private void startsItsExtensions(Hearth hearth) throws Exception {
        Files.createDirectories(folder.resolve("root/opt/extensions"));
        Files.writeString(folder.resolve("root/opt/extensions/broken"), "no program");
        String uri = URI.replace(":1", ":2");
        CommandLine.Result imported = new CommandLine(folder)
                .hearth(
                        "image",
                        "import",
                        uri,
                        "--from-oci",
                        image().toString(),
                        "--data",
                        hearth.data().toString());
        assertThat(imported.status()).as(imported.err()).isZero();
        hearth.lambda()
                .updateFunctionCode(update -> update.functionName("image").imageUri(uri));
        hearth.lambda().waiter().waitUntilFunctionUpdatedV2(get -> get.functionName("image"));
        assertThat(hearth.lambda()
                        .invoke(invoke -> invoke.functionName("image"))
                        .payload()
                        .asUtf8String())
                .contains("Extension.LaunchError");
    }

    private void refusesToRemove(Hearth hearth, String digest) throws Exception {
        CommandLine.Result refused = new CommandLine(folder)
                .hearth(
                        "image",
                        "remove",
                        "container-" + digest.substring(0, 40),
                        "--data",
                        hearth.data().toString());
        assertThat(refused.err()).contains("is in use by process");
        assertThat(refused.status()).isEqualTo(1);
    }

    /** One layer with one static program, as {@code docker save} lays it out. */
    private Path image() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root"));
        Path program = Files.copy(Examples.cBootstrap(), root.resolve("hello"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(program.toFile().setExecutable(true, false)).isTrue();
        assertThat(program.toFile().setReadable(true, false)).isTrue();
        Path image = Files.createDirectories(folder.resolve("image"));
        tar("-C", root.toString(), "-cf", image.resolve("layer.tar").toString(), ".");
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        Files.writeString(
                image.resolve("config.json"),
                "{\"architecture\":\"" + machine + "\",\"os\":\"linux\",\"config\":{\"Entrypoint\":[\"hello\"],"
                        + "\"Env\":[\"PATH=/bin:/\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                        + sha256(image.resolve("layer.tar")) + "\"]}}");
        Files.writeString(image.resolve("manifest.json"), "[{\"Config\":\"config.json\",\"Layers\":[\"layer.tar\"]}]");
        return image;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static void tar(String... arguments) throws Exception {
        String[] words = new String[arguments.length + 1];
        words[0] = "tar";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        Process tar = new ProcessBuilder(words).inheritIO().start();
        if (!tar.waitFor(TAR_SECONDS, TimeUnit.SECONDS) || tar.exitValue() != 0) {
            throw new IOException("tar failed");
        }
    }
}
