package dev.hearth.drivers.image;

import java.util.List;
import java.util.Map;

/**
 * What is known of a kernel; the contents of its {@code manifest.json}.
 *
 * @param name what it is called here, for example {@code debian-6.1.0-56-cloud}
 * @param digest SHA-256 over the kernel's and the modules' file, lower-case hexadecimal
 * @param machine as {@code uname -m} says
 * @param release as {@code uname -r} says
 * @param source what it was made of, for people
 * @param kernel name of the uncompressed kernel's file: {@code vmlinux}, or {@code Image} on arm64
 * @param sizeBytes of kernel and modules
 * @param modules files in {@code initrd.img}, in the order in which they are loaded
 */
public record KernelManifest(
        String name,
        String digest,
        String machine,
        String release,
        String source,
        String kernel,
        long sizeBytes,
        List<String> modules) {

    public KernelManifest {
        modules = List.copyOf(modules);
    }

    /** This as JSON. */
    public String json() {
        return Json.write(json -> {
            json.writeStringProperty("name", name);
            json.writeStringProperty("digest", digest);
            json.writeStringProperty("machine", machine);
            json.writeStringProperty("release", release);
            json.writeStringProperty("source", source);
            json.writeStringProperty("kernel", kernel);
            json.writeNumberProperty("sizeBytes", sizeBytes);
            json.writeArrayPropertyStart("modules");
            modules.forEach(json::writeString);
            json.writeEndArray();
        });
    }

    static KernelManifest read(byte[] bytes, String what) throws ImageException {
        Map<?, ?> json = Json.object(bytes, what);
        return new KernelManifest(
                Json.string(json.get("name")),
                Json.string(json.get("digest")),
                Json.string(json.get("machine")),
                Json.string(json.get("release")),
                Json.string(json.get("source")),
                Json.string(json.get("kernel")),
                Json.number(json.get("sizeBytes")),
                Json.strings(json.get("modules")));
    }
}
