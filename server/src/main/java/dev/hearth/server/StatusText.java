package dev.hearth.server;

import dev.hearth.drivers.network.RangeVerdict;
import dev.hearth.sandbox.SpaceUse;
import dev.hearth.services.counting.CountingUsage;
import dev.hearth.services.counting.FunctionUsage;
import dev.hearth.services.counting.ThrottleReason;
import dev.hearth.services.registry.Usage;
import dev.hearth.services.worker.EnvironmentReport;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param concurrency what is in use
 * @param environments that exist now
 * @param events what waits and what happened
 * @param space what its stores take on disk
 * @param range the guests' addresses; empty when none are in use
 */
record StatusText(
        String endpoint,
        String data,
        String sandbox,
        String why,
        long uptimeSeconds,
        Usage usage,
        CountingUsage concurrency,
        List<EnvironmentReport> environments,
        EventStatus events,
        List<SpaceUse> space,
        Optional<RangeVerdict> range) {

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
            writeConcurrency(json);
            json.writeArrayPropertyStart("environments");
            environments.forEach(environment -> write(json, environment));
            json.writeEndArray();
            events.write(json);
            range.ifPresent(each -> write(json, each));
            json.writeArrayPropertyStart("space");
            space.forEach(each -> write(json, each));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, RangeVerdict range) {
        json.writeObjectPropertyStart("addresses");
        json.writeStringProperty("range", range.range().orElse(""));
        json.writeNumberProperty("guests", range.guests());
        json.writeArrayPropertyStart("conflicts");
        for (RangeVerdict.Conflict conflict : range.conflicts()) {
            json.writeStartObject();
            json.writeStringProperty("range", conflict.range());
            json.writeStringProperty("owner", conflict.owner());
            json.writeStringProperty("how", conflict.how());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeConcurrency(JsonGenerator json) {
        json.writeObjectPropertyStart("concurrency");
        json.writeNumberProperty("limit", concurrency.concurrentExecutions());
        json.writeNumberProperty("unreserved", concurrency.unreservedConcurrentExecutions());
        json.writeNumberProperty("inUse", concurrency.inUse());
        writeThrottles(json, concurrency.throttles());
        json.writeObjectPropertyStart("functions");
        for (FunctionUsage function : concurrency.functions()) {
            json.writeObjectPropertyStart(function.functionArn());
            json.writeNumberProperty("inUse", function.inUse());
            function.reserved().ifPresent(units -> json.writeNumberProperty("reserved", units));
            function.provisioned().forEach((qualifier, provisioned) -> {
                json.writeObjectPropertyStart("provisioned:" + qualifier);
                json.writeNumberProperty("requested", provisioned.requested());
                json.writeNumberProperty("available", provisioned.available());
                json.writeNumberProperty("inUse", provisioned.inUse());
                json.writeEndObject();
            });
            writeThrottles(json, function.throttles());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Those that happened. */
    private static void writeThrottles(JsonGenerator json, Map<ThrottleReason, Long> throttles) {
        json.writeObjectPropertyStart("throttles");
        throttles.forEach((reason, count) -> {
            if (count > 0) {
                json.writeNumberProperty(reason.awsName(), count);
            }
        });
        json.writeEndObject();
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

    private static void write(JsonGenerator json, SpaceUse space) {
        json.writeStartObject();
        json.writeStringProperty("what", space.what());
        json.writeNumberProperty("count", space.count());
        json.writeNumberProperty("inUse", space.inUse());
        json.writeNumberProperty("bytes", space.bytes());
        json.writeNumberProperty("maxCount", space.maxCount());
        json.writeNumberProperty("maxBytes", space.maxBytes());
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
