package dev.hearth.drivers.qemu;

import dev.hearth.drivers.microvm.GuestImage;
import dev.hearth.drivers.microvm.GuestImages;
import dev.hearth.drivers.microvm.GuestKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Throw-away. */
public record FolderImages(Path cache) implements GuestImages {

    @Override
    public List<GuestImage> images() throws IOException {
        List<GuestImage> all = new ArrayList<>();
        Path images = cache.resolve("images");
        if (!Files.isDirectory(images)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(images)) {
            for (Path folder : folders.sorted().toList()) {
                JsonNode json = new JsonMapper().readTree(Files.readString(folder.resolve("manifest.json")));
                List<GuestImage.Interpreter> found = new ArrayList<>();
                json.path("interpreters")
                        .forEach(each -> found.add(new GuestImage.Interpreter(
                                each.path("identifier").asString(),
                                each.path("executable").asString())));
                all.add(new GuestImage(
                        folder.getFileName().toString(),
                        folder.resolve("rootfs.squashfs"),
                        json.path("digest").asString(),
                        found));
            }
        }
        return all;
    }

    @Override
    public Optional<GuestKernel> kernel() throws IOException {
        Path kernel = cache.resolve("kernels/debian");
        return Files.exists(kernel)
                ? Optional.of(new GuestKernel(
                        "debian",
                        kernel.resolve("vmlinux"),
                        Optional.of(kernel.resolve("initrd.img")),
                        Files.readString(kernel.resolve("digest")).strip()))
                : Optional.empty();
    }
}
