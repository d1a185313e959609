package dev.hearth.drivers.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelPartsTest {

    private static final List<String> NEEDED = List.of(
            "BLK_DEV_INITRD",
            "DEVTMPFS",
            "TMPFS",
            "PROC_FS",
            "SYSFS",
            "UNIX",
            "INET",
            "CGROUPS",
            "MEMCG",
            "BINFMT_ELF",
            "BINFMT_SCRIPT",
            "SQUASHFS_LZ4",
            "PVH",
            "ACPI",
            "SERIAL_8250_CONSOLE");
    private static final List<String> MODULES = List.of(
            "EXT4_FS",
            "SQUASHFS",
            "VIRTIO_MMIO",
            "VIRTIO_BLK",
            "VIRTIO_NET",
            "VIRTIO_CONSOLE",
            "VSOCKETS",
            "VIRTIO_VSOCKETS");

    @TempDir
    private Path folder;

    @Test
    void aKernelWithAllThatGuestsNeedIsTaken() throws IOException {
        new KernelConfig(config()).check("good", Machine.X86_64);
    }

    @Test
    void aKernelThatLacksSomethingIsRefusedByName() {
        String lacking = config().replace("CONFIG_PVH=y", "# CONFIG_PVH is not set")
                .replace("CONFIG_SQUASHFS=m", "")
                .replace("CONFIG_MEMCG=y", "CONFIG_MEMCG=m");

        assertThatThrownBy(() -> new KernelConfig(lacking).check("odd-6.1", Machine.X86_64))
                .hasMessageContaining("odd-6.1")
                .hasMessageContaining("CONFIG_SQUASHFS=y or m (")
                .hasMessageContaining("CONFIG_MEMCG=y (")
                .hasMessageContaining("CONFIG_PVH=y (")
                .hasMessageNotContaining("CONFIG_ACPI");
        assertThat(new KernelConfig(lacking).missing(Machine.ARM64)).noneMatch(each -> each.contains("PVH"));
    }

    @Test
    void modulesAreLoadedAfterWhatTheyDependOn() throws IOException {
        Map<String, byte[]> all = new HashMap<>();
        all.put("virtio_mmio", module("virtio,virtio_ring"));
        all.put("virtio_blk", module("virtio,virtio_ring"));
        all.put("virtio", module("virtio_ring"));
        all.put("virtio_ring", module(""));
        all.put("virtio_rng", module("rng-core"));
        all.put("rng_core", module(""));

        assertThat(KernelModules.ordered(all::get).keySet())
                .containsExactly("virtio_ring", "virtio", "virtio_mmio", "virtio_blk", "rng_core", "virtio_rng");
        all.put("virtio_ring", module("virtio"));
        assertThatThrownBy(() -> KernelModules.ordered(all::get)).hasMessageContaining("circle");
    }

    @Test
    void theArchiveOfModulesIsAsTheKernelReadsIt() {
        byte[] bytes = new Cpio()
                .folder("modules")
                .file("modules/order", "a.ko\n".getBytes(StandardCharsets.UTF_8))
                .finish();
        String text = new String(bytes, StandardCharsets.US_ASCII);

        assertThat(bytes.length % 4).isZero();
        assertThat(text).startsWith("07070100000001000041ED");
        assertThat(text.indexOf("a.ko\n") % 4).isZero();
        assertThat(text).contains("TRAILER!!!");
    }

    @Test
    void anElfFileNeedsItsPvhNote() throws IOException {
        BootImage.extract(write("elf", elf("Xen", 18)), folder.resolve("vmlinux"), Machine.X86_64);

        assertThat(folder.resolve("vmlinux")).hasSameBinaryContentAs(folder.resolve("elf"));
        Path without = write("without", elf("Xen", 6));
        assertThatThrownBy(() -> BootImage.extract(without, folder.resolve("v2"), Machine.X86_64))
                .hasMessageContaining("CONFIG_PVH");
        Path text = write("text", new byte[5000]);
        assertThatThrownBy(() -> BootImage.extract(text, folder.resolve("v3"), Machine.X86_64))
                .hasMessageContaining("no kernel that is known");
    }

    @Test
    void anArm64ImageIsTakenAsItIsOrUnpacked() throws IOException {
        byte[] image = new byte[4096];
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(56, 0x644d5241);
        BootImage.extract(write("image", image), folder.resolve("Image"), Machine.ARM64);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(image);
        }
        byte[] zboot = new byte[4096 + packed.size()];
        ByteBuffer header = ByteBuffer.wrap(zboot).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(4, 0x676d697a).putInt(8, 4096).putInt(12, packed.size());
        header.put(4096, packed.toByteArray());
        BootImage.extract(write("zboot", zboot), folder.resolve("Image2"), Machine.ARM64);

        assertThat(folder.resolve("Image")).hasBinaryContent(image);
        assertThat(folder.resolve("Image2")).hasBinaryContent(image);
    }

    private static String config() {
        return Stream.concat(
                        NEEDED.stream().map(each -> "CONFIG_" + each + "=y"),
                        MODULES.stream().map(each -> "CONFIG_" + each + "=m"))
                .collect(Collectors.joining("\n"));
    }

    private static byte[] module(String depends) {
        return ("\u007fELF....\0license=GPL\0depends=" + depends + "\0name=x\0").getBytes(StandardCharsets.UTF_8);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] elf(String owner, int type) {
        ByteBuffer elf = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464c457f).putShort(18, (short) 62).putLong(32, 64).putShort(56, (short) 1);
        elf.putInt(64, 4).putLong(72, 1024).putLong(96, 20);
        elf.putInt(1024, 4).putInt(1028, 4).putInt(1032, type);
        elf.put(1036, owner.getBytes(StandardCharsets.UTF_8));
        return elf.array();
    }
}
