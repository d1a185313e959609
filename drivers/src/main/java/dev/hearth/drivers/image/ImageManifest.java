package dev.hearth.drivers.image;

import dev.hearth.drivers.microvm.GuestImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What is known of an image; the contents of its {@code manifest.json}.
 *
 * @param name what it is called here
 * @param digest SHA-256 of the root file system's file, lower-case hexadecimal
 * @param sizeBytes of that file
 * @param machine as {@code uname -m} says, for example {@code x86_64}
 * @param source what it was made of, for people: {@code debian packages}, or a container image's name
 * @param interpreters what serves managed runtimes inside
 * @param packages Debian packages inside and their versions; empty for container images
 * @param container how it is run, when it was a container image
 */
public record ImageManifest(
        String name,
        String digest,
        long sizeBytes,
        String machine,
        String source,
        List<GuestImage.Interpreter> interpreters,
        Map<String, String> packages,
        Optional<ContainerConfig> container) {

    public ImageManifest {
        interpreters = List.copyOf(interpreters);
        packages = new TreeMap<>(packages);
    }

    /** This as JSON. */
    public String json() {
        return Json.write(json -> {
            json.writeStringProperty("name", name);
            json.writeStringProperty("digest", digest);
            json.writeNumberProperty("sizeBytes", sizeBytes);
            json.writeStringProperty("machine", machine);
            json.writeStringProperty("source", source);
            json.writeArrayPropertyStart("interpreters");
            interpreters.forEach(each -> {
                json.writeStartObject();
                json.writeStringProperty("identifier", each.identifier());
                json.writeStringProperty("executable", each.executable());
                json.writeEndObject();
            });
            json.writeEndArray();
            writeMap(json, "packages", packages);
            container.ifPresent(config -> {
                json.writeObjectPropertyStart("container");
                json.writeStringProperty("digest", config.digest());
                writeList(json, "entryPoint", config.entryPoint());
                writeList(json, "command", config.command());
                json.writeStringProperty("workingFolder", config.workingFolder());
                writeMap(json, "environment", new TreeMap<>(config.environment()));
                writeList(json, "extensions", config.extensions());
                json.writeEndObject();
            });
        });
    }

    private static void writeMap(JsonGenerator json, String name, Map<String, String> map) {
        json.writeObjectPropertyStart(name);
        map.forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    private static void writeList(JsonGenerator json, String name, List<String> list) {
        json.writeArrayPropertyStart(name);
        list.forEach(json::writeString);
        json.writeEndArray();
    }

    static ImageManifest read(byte[] bytes, String what) throws ImageException {
        Map<?, ?> json = Json.object(bytes, what);
        List<GuestImage.Interpreter> interpreters = new ArrayList<>();
        for (Object each : Json.list(json.get("interpreters"))) {
            Map<?, ?> one = Json.map(each);
            interpreters.add(
                    new GuestImage.Interpreter(Json.string(one.get("identifier")), Json.string(one.get("executable"))));
        }
        Optional<ContainerConfig> container = Optional.empty();
        if (json.get("container") instanceof Map<?, ?> config) {
            container = Optional.of(new ContainerConfig(
                    Json.string(config.get("digest")),
                    Json.strings(config.get("entryPoint")),
                    Json.strings(config.get("command")),
                    Json.string(config.get("workingFolder")),
                    strings(config.get("environment")),
                    Json.strings(config.get("extensions"))));
        }
        return new ImageManifest(
                Json.string(json.get("name")),
                Json.string(json.get("digest")),
                Json.number(json.get("sizeBytes")),
                Json.string(json.get("machine")),
                Json.string(json.get("source")),
                interpreters,
                strings(json.get("packages")),
                container);
    }

    private static Map<String, String> strings(@Nullable Object value) {
        Map<String, String> map = new LinkedHashMap<>();
        Json.map(value).forEach((key, each) -> map.put(String.valueOf(key), Json.string(each)));
        return map;
    }
}
