package dev.hearth.drivers.image;

import static dev.hearth.drivers.image.ContainerArchive.file;
import static dev.hearth.drivers.image.ContainerArchive.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerImageTest {

    private static final String URI = "000000000000.dkr.ecr.us-east-1.amazonaws.com/app:1";

    @TempDir
    private Path folder;

    private Images images;

    @BeforeEach
    void needsThePacker() {
        images = Images.in(folder.resolve("data"));
        for (Tool tool : List.of(Tool.MKSQUASHFS, Tool.UNSQUASHFS)) {
            assumeThat(tool.find())
                    .as(tool.program() + " is missing: apt-get install squashfs-tools")
                    .isPresent();
        }
    }

    private static ContainerArchive app() {
        return new ContainerArchive()
                .layer(file("bin/app", "#!old"), file("etc/secret", "x"), file("srv/a/deep", "x"))
                .layer(
                        file("bin/app", "#!new"),
                        file("opt/extensions/watch", "#!"),
                        file("etc/.wh.secret", ""),
                        file("srv/a/.wh..wh..opq", ""));
    }

    @Test
    void aLayoutAndASavedArchiveMakeTheSameRoot() throws IOException {
        String digest = app().layout(folder.resolve("layout"));
        app().save(folder.resolve("saved.tar"));

        ImageManifest layout = images.buildFrom("layout", folder.resolve("layout"), Progress.NONE);
        ImageManifest saved = images.buildFrom("saved", folder.resolve("saved.tar"), Progress.NONE);

        assertThat(saved.digest()).isEqualTo(layout.digest());
        ContainerConfig config = layout.container().orElseThrow();
        assertThat(config.digest()).isEqualTo(digest);
        assertThat(config.entryPoint()).containsExactly("/bin/app");
        assertThat(config.command()).containsExactly("app.handler");
        assertThat(config.workingFolder()).isEqualTo("/var/task");
        assertThat(config.environment()).containsEntry("A", "1");
        assertThat(config.extensions()).containsExactly("watch");
        assertThat(images.inspect("layout")).isEqualTo(layout);
        Path root = images.unpacked("layout");
        assertThat(root.resolve("bin/app")).hasContent("#!new").isExecutable();
        assertThat(root.resolve("etc/secret")).doesNotExist();
        assertThat(root.resolve("srv/a")).isEmptyDirectory();
        assertThat(root.resolve("var/task")).isDirectory();
        assertThat(images.unpacked("layout")).isEqualTo(root);
        images.remove("layout");
        assertThat(root).doesNotExist();
    }

    @Test
    void anImageIsBroughtFromAnotherHostByItsNameOrDigest() throws IOException {
        app().layout(folder.resolve("layout"));
        String uri = "registry.example/app:1";
        ImageManifest there = images.importImage(uri, Optional.of(folder.resolve("layout")), Progress.NONE);
        String digest = there.container().orElseThrow().digest();
        Images.Elsewhere way = (name, target, most) -> {
            Path file = images.lent(name).orElseThrow(() -> new NoSuchFileException(name));
            assertThat(Files.size(file)).isLessThanOrEqualTo(most);
            Files.copy(file, target);
        };
        Images here = Images.in(folder.resolve("here"));

        assertThatThrownBy(() -> here.bring(digest, Images.Elsewhere.NOBODY)).isInstanceOf(NoSuchFileException.class);
        assertThat(here.bringNamed("registry.example/app:2", way)).isEmpty();
        assertThatThrownBy(() -> here.bring("sha256:" + "0".repeat(64), way)).isInstanceOf(NoSuchFileException.class);
        Images.Elsewhere damaging = (name, target, most) -> {
            way.bring(name, target, most);
            Files.write(target, new byte[] {' '}, StandardOpenOption.APPEND);
        };
        assertThatThrownBy(() -> here.bring(digest, damaging)).hasMessageContaining("came damaged");
        Images.Elsewhere other =
                (name, target, most) -> way.bring(name.replace("0".repeat(64), digest.substring(7)), target, most);
        assertThatThrownBy(() -> here.bring("sha256:" + "0".repeat(64), other))
                .hasMessageContaining("another image came");
        assertThat(here.list()).isEmpty();

        assertThat(here.bringNamed(uri, way)).contains(there);
        assertThat(here.byDigest(digest)).contains(there);
        assertThat(here.bring(digest, Images.Elsewhere.NOBODY)).isEqualTo(there);
        assertThat(here.rootfs(there.name())).hasSameBinaryContentAs(images.rootfs(there.name()));
        assertThat(images.lent("image/" + digest.substring(7) + "/../manifest.json"))
                .isEmpty();
        try (Stream<Path> left = Files.list(folder.resolve("here/images"))) {
            assertThat(left.map(each -> each.getFileName().toString())).containsExactly(there.name());
        }
    }

    @Test
    void anImageCannotReachOutOfItsPlace() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "untouched");
        new ContainerArchive()
                .layer(link("out", folder.toString()), link("up", "../../../../.."))
                .layer(file("out/victim", "owned"), file("up/tmp/owned", "owned"), file(".wh.victim", ""))
                .layout(folder.resolve("hostile"));
        images.buildFrom("hostile", folder.resolve("hostile"), Progress.NONE);
        Path root = images.unpacked("hostile");

        assertThat(victim).hasContent("untouched");
        assertThat(root.resolve(folder.toString().substring(1)).resolve("victim"))
                .hasContent("owned");
        assertThat(root.resolve("tmp/owned")).hasContent("owned");
        new ContainerArchive().layer(file("../../victim", "owned")).layout(folder.resolve("dots"));
        assertThatThrownBy(() -> images.buildFrom("dots", folder.resolve("dots"), Progress.NONE))
                .hasMessageContaining("leaves the image");
        try (Stream<Path> left = Files.list(folder.resolve("data/images"))) {
            assertThat(left.map(each -> each.getFileName().toString())).containsExactly("hostile");
        }
    }

    @Test
    void damageAndForeignMachinesAreRefused() throws IOException {
        app().architecture("riscv64").layout(folder.resolve("foreign"));
        String digest = app().layout(folder.resolve("damaged"));
        Path manifest = folder.resolve("damaged/blobs/sha256").resolve(digest.substring(7));
        Files.writeString(manifest, Files.readString(manifest) + " ");

        assertThatThrownBy(() -> images.buildFrom("x", folder.resolve("foreign"), Progress.NONE))
                .hasMessageContaining("has no image for");
        assertThatThrownBy(() -> images.buildFrom("x", folder.resolve("damaged"), Progress.NONE))
                .hasMessageContaining("is damaged");
        assertThatThrownBy(() -> images.buildFrom("x", folder.resolve("nothing"), Progress.NONE))
                .hasMessageContaining("docker save");
        Path text = Files.writeString(folder.resolve("text"), "no tar at all");
        assertThatThrownBy(() -> images.buildFrom("x", text, Progress.NONE)).hasMessageContaining("no container image");
    }

    @Test
    void aNameMeansTheImageThatWasImportedLast() throws IOException {
        String first = app().layout(folder.resolve("first"));
        String second = app().layer(file("more", "x")).layout(folder.resolve("second"));
        images.importImage(URI, Optional.of(folder.resolve("first")), Progress.NONE);
        images.importImage(URI, Optional.of(folder.resolve("second")), Progress.NONE);

        assertThat(digest(images.resolve(URI))).contains(second);
        assertThat(digest(images.resolve("any.example/app@" + first))).contains(first);
        assertThat(images.resolve("any.example/other:1")).isEmpty();
        assertThatThrownBy(() -> images.resolve("no name")).hasMessageContaining("is no image name");
        images.remove(images.resolve(URI).orElseThrow().name());
        assertThat(images.resolve(URI)).isEmpty();
    }

    @Test
    void aRegistryIsAskedWithAToken() throws IOException {
        Path layout = folder.resolve("served");
        String digest = app().layout(layout);
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String host = "127.0.0.1:" + registry.getAddress().getPort();
        registry.createContext("/token", exchange -> {
            byte[] body = "{\"token\":\"t0ken\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        registry.createContext("/v2/team/app/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (!"Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders()
                        .add(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://" + host
                                        + "/token\",service=\"x\",scope=\"repository:team/app:pull\"");
                exchange.sendResponseHeaders(401, -1);
            } else {
                String name = path.endsWith("/1") ? digest : path.substring(path.lastIndexOf('/') + 1);
                Path blob = layout.resolve("blobs/sha256").resolve(name.replace("sha256:", ""));
                if (Files.exists(blob)) {
                    byte[] body = Files.readAllBytes(blob);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                } else {
                    exchange.sendResponseHeaders(404, -1);
                }
            }
            exchange.close();
        });
        registry.start();
        try {
            ImageManifest pulled = images.importImage(host + "/team/app:1", Optional.empty(), Progress.NONE);

            assertThat(pulled.container().orElseThrow().digest()).isEqualTo(digest);
            assertThat(digest(images.resolve(host + "/team/app:1"))).contains(digest);
            assertThatThrownBy(() -> images.importImage(host + "/team/app:9", Optional.empty(), Progress.NONE))
                    .hasMessageContaining("answered 404");
        } finally {
            registry.stop(0);
        }
    }

    private static Optional<String> digest(Optional<ImageManifest> image) {
        return image.flatMap(ImageManifest::container).map(ContainerConfig::digest);
    }
}
