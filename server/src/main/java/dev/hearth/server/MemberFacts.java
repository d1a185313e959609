package dev.hearth.server;

import dev.hearth.cluster.ClusterMember;
import dev.hearth.core.Time;
import dev.hearth.drivers.network.RangeVerdict;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a host says of itself when somebody asks how its cluster is. */
final class MemberFacts {

    private static final JsonFactory JSON = new JsonFactory();

    private final DataFolder folder;
    private final Time time;
    private final String endpoint;
    private volatile @Nullable Supplier<Drivers.Chosen> sandbox;

    MemberFacts(DataFolder folder, Time time, String endpoint) {
        this.folder = folder;
        this.time = time;
        this.endpoint = endpoint;
    }

    /** In which sandbox it runs functions. */
    void runsIn(Drivers.Chosen chosen) {
        sandbox = () -> chosen;
    }

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("clockMillis", time.instant().toEpochMilli());
            json.writeStringProperty("build", BuildId.ofThis());
            json.writeStringProperty("java", Runtime.version().toString());
            json.writeStringProperty("system", System.getProperty("os.version") + " " + System.getProperty("os.arch"));
            json.writeStringProperty("endpoint", endpoint);
            json.writeStringProperty("data", folder.root().toString());
            json.writeNumberProperty("diskFreeMiB", diskFree() >> 20);
            json.writeStringProperty(
                    "certificateEnds", certificateEnds().map(Instant::toString).orElse(""));
            Supplier<Drivers.Chosen> chosen = sandbox;
            if (chosen != null) {
                sandbox(json, chosen.get());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void sandbox(JsonGenerator json, Drivers.Chosen chosen) {
        json.writeStringProperty("sandbox", chosen.driver().name());
        json.writeBooleanProperty("usable", chosen.verdict().usable());
        json.writeStringProperty("why", chosen.verdict().why());
        Optional<RangeVerdict> range = chosen.range();
        if (range.isPresent()) {
            json.writeStringProperty("range", range.get().range().orElse(""));
            json.writeBooleanProperty("rangeUsable", range.get().usable());
            json.writeStringProperty("rangeWhy", range.get().why());
        }
    }

    private long diskFree() {
        try {
            return Files.getFileStore(folder.root()).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    private Optional<Instant> certificateEnds() {
        try {
            return ClusterMember.certificateEnds(folder.cluster());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
