package dev.hearth.server;

import dev.hearth.cluster.ClusterDoor;
import dev.hearth.services.leasing.ClusterHost;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How every host of a cluster is, found out by the one that decides.
 *
 * @param hostId its own name
 * @param own what it says of itself
 */
record ClusterDoctor(ClusterDoor door, String hostId, MemberFacts own) {

    /** Asks for it, as an order of the cluster's. */
    static final String ORDER = "doctor";

    private static final JsonFactory JSON = new JsonFactory();

    /** An array with an object for each host that was not removed. Asks them, and blocks. */
    String json() {
        Map<String, ClusterDoor.Facts> said = door.facts();
        Map<String, ClusterHost> hosts = new TreeMap<>(door.hosts().stream()
                .filter(host -> host.state() != ClusterHost.State.REMOVED)
                .collect(Collectors.toMap(ClusterHost::hostId, host -> host)));
        List<String> there =
                door.members().stream().map(ClusterDoor.Member::hostId).toList();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartArray();
            hosts.forEach((id, host) -> {
                json.writeStartObject();
                json.writeStringProperty("host", id);
                json.writeBooleanProperty("decides", id.equals(hostId));
                json.writeBooleanProperty("there", id.equals(hostId) || there.contains(id));
                json.writeStringProperty("state", host.state().name().toLowerCase(Locale.ROOT));
                json.writeStringProperty("door", host.door());
                json.writeStringProperty(
                        "roles",
                        host.roles().stream()
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .collect(Collectors.joining(",")));
                facts(json, id.equals(hostId) ? new ClusterDoor.Facts(own.json(), 0) : said.get(id));
                json.writeEndObject();
            });
            json.writeEndArray();
        }
        return text.toString();
    }

    /** With how far the host's clock is ahead of this one's, in milliseconds; none of both where it says nothing. */
    private static void facts(JsonGenerator json, ClusterDoor.@Nullable Facts said) {
        if (said == null || said.json().isEmpty()) {
            return;
        }
        JsonNode facts = JsonMapper.shared().readTree(said.json());
        long ahead = said.askedMillis() == 0 ? 0 : facts.path("clockMillis").asLong(0) - said.askedMillis();
        json.writeNumberProperty("clockAheadMillis", ahead);
        json.writeName("facts");
        json.writeRawValue(said.json());
    }
}
