package dev.hearth.server;

import dev.hearth.services.registry.Usage;
import dev.hearth.services.worker.EnvironmentReport;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What {@code status} prints.
 *
 * @param endpoint where it answers
 * @param data its data folder
 * @param sandbox the driver's name
 * @param why why that driver
 * @param uptimeSeconds since it was ready
 * @param usage its functions
 * @param environments that exist now
 */
record StatusText(
        String endpoint,
        String data,
        String sandbox,
        String why,
        long uptimeSeconds,
        Usage usage,
        List<EnvironmentReport> environments) {

    private static final JsonFactory JSON = new JsonFactory();

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("pid", ProcessHandle.current().pid());
            json.writeStringProperty("endpoint", endpoint);
            json.writeStringProperty("data", data);
            json.writeNumberProperty("uptimeSeconds", uptimeSeconds);
            json.writeNumberProperty("residentKb", residentKb());
            json.writeObjectPropertyStart("sandbox");
            json.writeStringProperty("driver", sandbox);
            json.writeStringProperty("why", why);
            json.writeEndObject();
            json.writeNumberProperty("functions", usage.functionCount());
            json.writeNumberProperty("codeBytes", usage.totalCodeSize());
            json.writeArrayPropertyStart("environments");
            environments.forEach(environment -> write(json, environment));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, EnvironmentReport environment) {
        json.writeStartObject();
        json.writeStringProperty("id", environment.environmentId());
        json.writeStringProperty("function", environment.functionArn());
        json.writeStringProperty("version", environment.version());
        json.writeStringProperty("state", environment.state());
        json.writeNumberProperty("memoryMb", environment.memoryMb());
        json.writeEndObject();
    }

    /** The process's resident memory as the kernel counts it, or 0. */
    private static long residentKb() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }
}
