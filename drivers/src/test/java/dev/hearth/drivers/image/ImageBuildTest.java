package dev.hearth.drivers.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real images and a real kernel from this machine's package sources. */
@Tag("slow")
class ImageBuildTest {

    @TempDir
    private Path data;

    @BeforeEach
    void needsTools() {
        for (Tool tool : List.of(Tool.MKSQUASHFS, Tool.UNSQUASHFS, Tool.APT_GET, Tool.DPKG_DEB)) {
            assumeThat(tool.find()).as(tool.program() + " is missing").isPresent();
        }
    }

    @Test
    void theSamePackagesMakeTheSameImageWithAWorkingPython() throws IOException {
        Images images = Images.in(data);
        List<String> stages = new ArrayList<>();
        ImageManifest first =
                images.build(new ImageRecipe("one", List.of("python3" + minor()), List.of()), heard(stages));
        ImageManifest second =
                images.build(new ImageRecipe("two", List.of("python3" + minor()), List.of()), Progress.NONE);

        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(first.interpreters()).anyMatch(each -> each.identifier().equals("python3" + minor()));
        assertThat(stages).contains("downloading packages", "packing");
        List<String> files = new Command(
                        Tool.UNSQUASHFS, "-l", "-d", "", images.rootfs("one").toString())
                .lines();
        assertThat(files)
                .contains(
                        "/usr/bin/python3",
                        "/usr/bin/python3" + minor(),
                        "/var/task",
                        "/etc/ssl/certs/ca-certificates.crt")
                .noneMatch(name -> name.startsWith("/var/cache/") || name.equals("/etc/machine-id"));
        assertThat(images.list()).extracting(ImageManifest::name).containsExactly("one", "two");
        images.remove("two");
        assertThat(images.list()).containsExactly(first);
        refusesToRemoveWhatIsOpen(images);
    }

    private void refusesToRemoveWhatIsOpen(Images images) throws IOException {
        Path elsewhere = Files.createLink(data.resolve("jail-link"), images.rootfs("one"));
        try (var open = Files.newInputStream(elsewhere)) {
            assertThat(open.read()).isEqualTo('h');
            assertThatThrownBy(() -> images.remove("one")).hasMessageContaining("in use by process");
        }
        images.remove("one");
        assertThatThrownBy(() -> images.remove("one")).hasMessageContaining("there is no image 'one'");
    }

    @Test
    void aKernelIsTakenWithItsModules() throws IOException {
        KernelManifest kernel = Kernels.in(data).build("", "", Progress.NONE);

        Path folder = Kernels.in(data).folder(kernel.name());
        assertThat(kernel.modules()).contains("virtio_mmio.ko", "virtio_blk.ko", "squashfs.ko");
        assertThat(kernel.modules().indexOf("virtio_ring.ko"))
                .isLessThan(kernel.modules().indexOf("virtio_mmio.ko"));
        assertThat(folder.resolve("config")).content().contains("CONFIG_VIRTIO_MMIO=");
        assertThat(new String(Files.readAllBytes(folder.resolve("initrd.img")), StandardCharsets.ISO_8859_1))
                .startsWith("070701")
                .contains("modules/order");
        assertThat(Kernels.forGuests(data).kernel().orElseThrow().digest()).isEqualTo(kernel.digest());
        assertThatThrownBy(() -> Kernels.in(data).build("linux-image-none", "", Progress.NONE))
                .hasMessageContaining("have no linux-image-none");
    }

    @Test
    void aRuntimeThatTheSourcesLackIsRefusedWithWhatThereIs() {
        assertThatThrownBy(() ->
                        Images.in(data).build(new ImageRecipe("x", List.of("python3.99"), List.of()), Progress.NONE))
                .hasMessageContaining("python3.99")
                .hasMessageContaining("they have python3");
        assertThatThrownBy(() -> Images.in(data).build(new ImageRecipe("../x", List.of(), List.of()), Progress.NONE))
                .hasMessageContaining("is no name");
    }

    /** The minor version of the distribution's own Python, with its point. */
    private static String minor() {
        try {
            return Path.of("/usr/bin/python3")
                    .toRealPath()
                    .getFileName()
                    .toString()
                    .replace("python3", "");
        } catch (IOException e) {
            throw new AssertionError("this machine has no /usr/bin/python3", e);
        }
    }

    private static Progress heard(List<String> stages) {
        return new Progress() {
            @Override
            public void stage(String what) {
                stages.add(what);
            }

            @Override
            public void fraction(double done) {
                assertThat(done).isBetween(0.0, 1.0);
            }
        };
    }
}
