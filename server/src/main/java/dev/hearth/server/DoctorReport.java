package dev.hearth.server;

import dev.hearth.drivers.host.HostCheck.Result;
import dev.hearth.drivers.network.RangeVerdict;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What {@code doctor} found, in sections, as text for people or as JSON. */
final class DoctorReport {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int COLUMN = 28;

    private final List<Section> sections = new ArrayList<>();
    private final List<String> usable = new ArrayList<>();

    /**
     * One finding.
     *
     * @param result how good it is
     * @param what what was looked at
     * @param detail what was found
     * @param advice what to do; empty for nothing
     */
    record Line(Result result, String what, String detail, String advice) {}

    /** Findings about one thing. */
    record Section(String name, List<Line> lines) {

        void add(Result result, String what, String detail, String advice) {
            lines.add(new Line(result, what, detail, advice));
        }

        void add(boolean good, String what, String detail) {
            add(good ? Result.GOOD : Result.BAD, what, detail, "");
        }
    }

    Section section(String name) {
        Section section = new Section(name, new ArrayList<>());
        sections.add(section);
        return section;
    }

    void usable(String driver) {
        usable.add(driver);
    }

    boolean anyUsable() {
        return !usable.isEmpty();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Section section : sections) {
            text.append(text.isEmpty() ? "" : "\n").append(section.name()).append('\n');
            for (Line line : section.lines()) {
                text.append(("%-4s %-" + COLUMN + "s %s%n").formatted(mark(line.result()), line.what(), line.detail()));
                if (!line.advice().isEmpty()) {
                    text.append(" ".repeat("ok   ".length() + COLUMN + 1))
                            .append("-> ")
                            .append(line.advice())
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String mark(Result result) {
        return switch (result) {
            case GOOD -> "ok";
            case WARNING -> "note";
            case BAD -> "NOT";
            case UNKNOWN -> "?";
        };
    }

    String json(RangeVerdict range) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("usableSandboxes");
            usable.forEach(json::writeString);
            json.writeEndArray();
            json.writeArrayPropertyStart("sections");
            sections.forEach(section -> write(json, section));
            json.writeEndArray();
            json.writeName("guestRange");
            NetworkCommand.write(json, range);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Section section) {
        json.writeStartObject();
        json.writeStringProperty("name", section.name());
        json.writeArrayPropertyStart("findings");
        for (Line line : section.lines()) {
            json.writeStartObject();
            json.writeStringProperty("what", line.what().strip());
            json.writeStringProperty("result", line.result().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("detail", line.detail());
            if (!line.advice().isEmpty()) {
                json.writeStringProperty("advice", line.advice());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
