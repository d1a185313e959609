package dev.hearth.server;

import dev.hearth.drivers.host.HostCheck.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judges what {@link ClusterDoctor} found, a section for each host. */
final class ClusterFindings {

    /** From which difference of clocks on somebody should look. */
    private static final long CLOCK_NOTE_MILLIS = 1_000;

    /** From which on trouble is near: requests are refused when their date is 5 minutes wrong. */
    private static final long CLOCK_BAD_MILLIS = 60_000;

    private static final long LOW_DISK_MIB = 1_024;

    private final DoctorReport report;
    private final Instant now;

    ClusterFindings(DoctorReport report, Instant now) {
        this.report = report;
        this.now = now;
    }

    /** @param answer of the host that decides, or what people are told when there is none */
    void add(String answer) {
        if (!answer.startsWith("[")) {
            report.section("Cluster").add(Result.BAD, "hosts", answer, "'hearth cluster status' says what is known");
            return;
        }
        JsonNode hosts = JsonMapper.shared().readTree(answer);
        Set<String> builds = new HashSet<>();
        hosts.forEach(host -> {
            String build = host.path("facts").path("build").asString("");
            if (!build.isEmpty()) {
                builds.add(build);
            }
        });
        hosts.forEach(host -> host(host, builds.size() > 1));
        long deciders = 0;
        for (JsonNode host : hosts) {
            boolean control = host.path("roles").asString("").contains("control");
            deciders += control && host.path("there").asBoolean(false) ? 1 : 0;
        }
        DoctorReport.Section cluster = report.section("Cluster");
        cluster.add(
                deciders > 1 ? Result.GOOD : Result.WARNING,
                "hosts that may decide",
                deciders + " there",
                deciders > 1 ? "" : "when the one that decides is lost, nobody takes its place: let another join");
    }

    private void host(JsonNode host, boolean buildsDiffer) {
        String name = host.path("host").asString("");
        boolean decides = host.path("decides").asBoolean(false);
        DoctorReport.Section section = report.section("Host " + name + (decides ? ", which decides" : ""));
        String place = host.path("state").asString("") + ", "
                + host.path("roles").asString("") + ", door "
                + host.path("door").asString("");
        if (!host.path("there").asBoolean(false)) {
            section.add(Result.BAD, "there", "no; " + place, "start it, or: hearth cluster remove " + name);
            return;
        }
        boolean draining = host.path("state").asString("").equals("draining");
        section.add(
                draining ? Result.WARNING : Result.GOOD,
                "there",
                place,
                draining ? "it gets no work until: hearth cluster drain " + name + " --undo" : "");
        JsonNode facts = host.path("facts");
        if (facts.isMissingNode()) {
            section.add(Result.UNKNOWN, "how it is", "it is of an older version and cannot say", "update it");
            return;
        }
        sandbox(section, facts);
        clock(section, host.path("clockAheadMillis").asLong(0), decides);
        certificate(section, facts.path("certificateEnds").asString(""));
        long disk = facts.path("diskFreeMiB").asLong(0);
        section.add(
                disk >= LOW_DISK_MIB ? Result.GOOD : Result.BAD,
                "disk",
                disk + " MiB free at " + facts.path("data").asString(""),
                disk >= LOW_DISK_MIB ? "" : "uploads and objects are refused when it is full");
        section.add(
                buildsDiffer ? Result.WARNING : Result.GOOD,
                "version",
                "build " + facts.path("build").asString("") + ", Java "
                        + facts.path("java").asString("") + ", Linux "
                        + facts.path("system").asString(""),
                buildsDiffer ? "hosts of two builds: well while you upgrade (docs/operations.md)" : "");
    }

    private static void sandbox(DoctorReport.Section section, JsonNode facts) {
        boolean usable = facts.path("usable").asBoolean(false);
        String driver = facts.path("sandbox").asString("");
        section.add(usable, "sandbox " + driver, facts.path("why").asString(""));
        if (!facts.path("range").isMissingNode()) {
            boolean free = facts.path("rangeUsable").asBoolean(false);
            section.add(
                    free ? Result.GOOD : Result.BAD,
                    "addresses",
                    facts.path("range").asString("")
                            + (free ? "" : ": " + facts.path("rangeWhy").asString("")),
                    free ? "" : "restart it: it chooses another range, or give it one with --guest-range");
        }
    }

    private static void clock(DoctorReport.Section section, long ahead, boolean decides) {
        long wrong = Math.abs(ahead);
        if (!decides) {
            Result result =
                    wrong >= CLOCK_BAD_MILLIS ? Result.BAD : wrong >= CLOCK_NOTE_MILLIS ? Result.WARNING : Result.GOOD;
            section.add(
                    result,
                    "clock",
                    wrong + " ms " + (ahead < 0 ? "behind" : "ahead of") + " the one of the host that decides",
                    result == Result.GOOD ? "" : "requests are refused from 5 minutes on: let an NTP client set it");
        }
    }

    private void certificate(DoctorReport.Section section, String ends) {
        if (ends.isEmpty()) {
            return;
        }
        Duration left = Duration.between(now, Instant.parse(ends));
        boolean over = left.isNegative();
        section.add(
                over ? Result.BAD : Result.GOOD,
                "certificate",
                over ? "ended at " + ends : left.toDays() + " days and " + left.toHoursPart() + " hours left",
                over ? "rm -r its DATA/cluster, and join with a token" : "");
    }
}
