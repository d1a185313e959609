package dev.hearth.server;

import dev.hearth.cluster.ClusterDoor;
import dev.hearth.cluster.ClusterMember;
import dev.hearth.services.leasing.ClusterHost;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a host says of its cluster, as JSON. */
final class ClusterStatus {

    private static final JsonFactory JSON = new JsonFactory();

    private ClusterStatus() {}

    /** Of the host that decides: all hosts, those that are not there too. */
    static String of(String endpoint, String host, boolean shared, Optional<ClusterDoor> door) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("role", "first");
            json.writeStringProperty("endpoint", endpoint);
            json.writeStringProperty("host", host);
            json.writeBooleanProperty("shared", shared);
            json.writeStringProperty(
                    "door",
                    door.map(open -> open.address().toString().replace("/", "")).orElse(""));
            json.writeArrayPropertyStart("hosts");
            List<ClusterDoor.Member> there = door.map(ClusterDoor::members).orElse(List.of());
            there.forEach(member -> host(json, member, door.get().hosts()));
            json.writeEndArray();
            json.writeArrayPropertyStart("away");
            away(door, there).forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static Set<String> away(Optional<ClusterDoor> door, List<ClusterDoor.Member> there) {
        String own = door.map(open -> open.address().getAddress().getHostAddress() + ":"
                        + open.address().getPort())
                .orElse("");
        return door.map(ClusterDoor::hosts).orElse(List.of()).stream()
                .filter(host -> host.state() != ClusterHost.State.REMOVED
                        && !host.door().equals(own))
                .map(ClusterHost::hostId)
                .filter(id -> there.stream().noneMatch(member -> member.hostId().equals(id)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void host(JsonGenerator json, ClusterDoor.Member member, List<ClusterHost> hosts) {
        json.writeStartObject();
        json.writeStringProperty("host", member.hostId());
        json.writeStringProperty("address", member.address());
        json.writeStringProperty("door", member.door());
        json.writeStringProperty("roles", String.join(",", member.roles()));
        json.writeStringProperty("sandbox", member.driver());
        json.writeStringProperty(
                "state",
                hosts.stream()
                        .filter(host -> host.hostId().equals(member.hostId()))
                        .map(host -> host.state().name().toLowerCase(Locale.ROOT))
                        .findFirst()
                        .orElse("member"));
        json.writeNumberProperty("environments", member.environments());
        json.writeEndObject();
    }

    /** Of a host that follows another, or nobody at the moment; with what that one says of the whole. */
    static String of(String endpoint, ClusterMember member, boolean shared) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("role", "joined");
            json.writeStringProperty("endpoint", endpoint);
            json.writeStringProperty("host", member.hostId());
            json.writeBooleanProperty("connected", member.connected());
            json.writeBooleanProperty("removed", member.isRemoved());
            String cluster = member.status();
            if (!cluster.isEmpty()) {
                json.writeName("cluster");
                json.writeRawValue(cluster);
            }
            if (!member.connected()) {
                json.writeName("tried");
                json.writeStartObject();
                new TreeMap<>(member.shut()).forEach(json::writeStringProperty);
                json.writeEndObject();
                if (shared) {
                    json.writeBooleanProperty("storeAnswers", member.reachesStore());
                }
            }
            json.writeEndObject();
        }
        return text.toString();
    }
}
