package dev.hearth.server;

import dev.hearth.drivers.network.NetworkPlanner;
import dev.hearth.drivers.network.RangeVerdict;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** {@code network check}: whether a range of addresses is free on this host; needs no running server. */
final class NetworkCommand {

    static final Command COMMAND = new Command(
            "network",
            "check CIDR",
            "Say who on this host already has addresses of a range, and which range is free.",
            List.of(new Command.Option("--json", "", "Print it as JSON.")),
            NetworkCommand::run);

    private static final int TAKEN = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private NetworkCommand() {}

    private static int run(Arguments arguments) {
        Logging.configure();
        String[] words = arguments.parameter().split(" ");
        if (!words[0].equals("check")) {
            throw new Arguments.UsageException("network knows 'check CIDR', not '" + words[0] + "'");
        }
        RangeVerdict verdict;
        try {
            verdict = NetworkPlanner.ofThisHost().check(words[1]);
        } catch (IllegalArgumentException wrong) {
            throw new Arguments.UsageException(wrong.getMessage());
        }
        System.out.println(
                arguments.has("--json") ? json(verdict) : text(verdict).stripTrailing());
        return verdict.usable() ? 0 : TAKEN;
    }

    static String text(RangeVerdict verdict) {
        StringBuilder text = new StringBuilder();
        text.append(verdict.usable() ? "free   " : "TAKEN  ")
                .append(verdict.why())
                .append('\n');
        int range = width(
                verdict.conflicts().stream().map(RangeVerdict.Conflict::range).toList());
        int owner = width(
                verdict.conflicts().stream().map(RangeVerdict.Conflict::owner).toList());
        for (RangeVerdict.Conflict conflict : verdict.conflicts()) {
            text.append(("  %-" + range + "s  %-" + owner + "s  %s%n")
                    .formatted(conflict.range(), conflict.owner(), conflict.how()));
        }
        verdict.warnings()
                .forEach(warning -> text.append("  note: ").append(warning).append('\n'));
        verdict.alternative()
                .ifPresent(free -> text.append("free instead: ").append(free).append('\n'));
        return text.toString();
    }

    private static int width(List<String> column) {
        return column.stream().mapToInt(String::length).max().orElse(1);
    }

    private static String json(RangeVerdict verdict) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, verdict);
        }
        return text.toString();
    }

    static void write(JsonGenerator json, RangeVerdict verdict) {
        json.writeStartObject();
        verdict.range().ifPresent(range -> json.writeStringProperty("range", range));
        json.writeBooleanProperty("free", verdict.usable());
        json.writeStringProperty("why", verdict.why());
        json.writeNumberProperty("guests", verdict.guests());
        json.writeArrayPropertyStart("conflicts");
        for (RangeVerdict.Conflict conflict : verdict.conflicts()) {
            json.writeStartObject();
            json.writeStringProperty("range", conflict.range());
            json.writeStringProperty("owner", conflict.owner());
            json.writeStringProperty("seen", conflict.how());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("notes");
        verdict.warnings().forEach(json::writeString);
        json.writeEndArray();
        verdict.alternative().ifPresent(free -> json.writeStringProperty("alternative", free));
        json.writeEndObject();
    }
}
