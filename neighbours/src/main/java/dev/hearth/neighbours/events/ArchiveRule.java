package dev.hearth.neighbours.events;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The managed rule by which an archive gets its events, named and written as AWS does. Pure. */
final class ArchiveRule {

    static final String MANAGED_BY = "prod.vhs.events.aws.internal";

    private static final String PREFIX = "Events-Archive-";
    private static final String REPLAY_NAME = "replay-name";

    private ArchiveRule() {}

    static String name(String archive) {
        return PREFIX + archive;
    }

    /** The archive that {@code rule} fills. */
    static String archive(Rule rule) {
        return rule.name().substring(PREFIX.length());
    }

    static Rule of(Archive archive, Arns arns, long now) {
        String name = name(archive.name());
        Target.Transformer transformer = new Target.Transformer(
                Map.of(),
                "{\"archive-arn\":\"" + arns.archive(archive.name()) + "\",\"event\":<" + InputText.EVENT_JSON
                        + ">,\"ingestion-time\":<" + InputText.INGESTION + ">}");
        Target target = new Target(name, arns.archives(), "", null, null, transformer, null, null, null, null);
        return new Rule(
                archive.bus(),
                name,
                pattern(archive.pattern()),
                "",
                Rule.ENABLED,
                "",
                "",
                MANAGED_BY,
                Map.of(),
                List.of(target),
                now);
    }

    /** What a replay brings is not archived again. */
    private static String pattern(String pattern) {
        Map<String, Object> given = pattern.isEmpty() ? null : Json.object(pattern);
        Map<String, Object> whole = new LinkedHashMap<>(given == null ? Map.of() : given);
        whole.put(REPLAY_NAME, List.of(Map.of("exists", new Json.Word("false"))));
        return Json.write(whole);
    }
}
