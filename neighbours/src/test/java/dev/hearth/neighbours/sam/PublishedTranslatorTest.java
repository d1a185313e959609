package dev.hearth.neighbours.sam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.templates.Template;
import dev.hearth.neighbours.templates.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Holds the transform against the published translator's own test cases, which are not part of this project.
 *
 * <p>{@code -Dhearth.sam.translator=DIR} names the folder {@code tests/translator} of a checkout of
 * github.com/aws/serverless-application-model; without it there is nothing to compare.
 */
class PublishedTranslatorTest {

    private static final SamTransform SAM = SamTransform.create("aws", "ap-southeast-1");

    /** Digests of definitions differ: theirs follow the order of a hash table. */
    private static final Pattern DIGEST = Pattern.compile("(Deployment)[0-9a-f]{10}\\b|(deployment id: )[0-9a-f]{40}");

    private static final Pattern UNSUPPORTED = Pattern.compile(
            "(Resources of type [\\w:]+|Events of type \\w+|property '\\w+'|Applications|Connectors|'Hooks')"
                    + " (?:are|is) not"
                    + " supported|(Applications of|'Hooks')");

    /** What is meant to differ, and why. */
    private static final Map<String, String> MEANT = Map.of(
            "api_merge_definitions_with_any_method", "they lose a route where the definition has no paths",
            "feature_toggle_api_open_api_version_override", "a switch of their test that is off in the service",
            "function_with_event_dest_conditional", "their Fn::And holds conditions in conditions, which is refused",
            "translate_convert_metadata", "a switch of their test that is off in the service");

    private final Map<String, TreeSet<String>> outcomes = new TreeMap<>();

    @Test
    void whatIsSupportedBecomesTheSame() throws IOException {
        String folder = System.getProperty("hearth.sam.translator", "");
        Assumptions.assumeFalse(folder.isEmpty(), "-Dhearth.sam.translator=DIR names no test cases");
        try (Stream<Path> inputs = Files.list(Path.of(folder, "input"))) {
            for (Path input : inputs.sorted().toList()) {
                String name = input.getFileName().toString().replace(".yaml", "");
                Path output = Path.of(folder, "output", name + ".json");
                if (input.toString().endsWith(".yaml") && Files.exists(output)) {
                    outcomes.computeIfAbsent(outcome(name, input, output), key -> new TreeSet<>())
                            .add(name);
                }
            }
        }
        outcomes.forEach((outcome, names) -> System.out.println(names.size() + " " + outcome));
        TreeSet<String> different = outcomes.getOrDefault("different", new TreeSet<>());
        assertThat(different).isEqualTo(new TreeSet<>(MEANT.keySet()));
        assertThat(outcomes.getOrDefault("refused, and should not be", new TreeSet<>()))
                .isEmpty();
    }

    private static String outcome(String name, Path input, Path output) throws IOException {
        Map<String, Object> template;
        try {
            template = Template.read(Files.readString(input)).tree();
        } catch (FaultException notRead) {
            return name.startsWith("error_") ? "wrong, refused when read" : "refused when read, as CloudFormation does";
        }
        Map<String, Object> expected = Tree.parseMap(Files.readString(output));
        SamResult result = SAM.transform(template, Map.of("param1", "value1", "param2", "value2"));
        if (result instanceof SamResult.Refused refused) {
            Matcher unsupported = UNSUPPORTED.matcher(refused.message());
            if (unsupported.find()) {
                return "refused: " + unsupported.group();
            }
            boolean same = refused.message().equals(expected.get("errorMessage"));
            return !name.startsWith("error_")
                    ? "refused, and should not be"
                    : same ? "wrong, with the same words" : "wrong, with other words";
        }
        if (name.startsWith("error_")) {
            return "wrong, but taken";
        }
        Object made = Tree.parse(Tree.json(((SamResult.Translated) result).template()));
        if (normal("", expected).equals(normal("", made))) {
            return "the same";
        }
        return String.valueOf(template).contains("DeploymentPreference")
                ? "without CodeDeploy, else the same"
                : "different";
    }

    /** Lists but those of layers have no order there, and numbers no type. */
    private static Object normal(String name, Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> normal = new TreeMap<>();
                map.forEach(
                        (key, member) -> normal.put(plain(String.valueOf(key)), normal(String.valueOf(key), member)));
                yield normal;
            }
            case List<?> list -> {
                List<Object> normal = new ArrayList<>();
                list.forEach(item -> normal.add(normal(name, item)));
                if (!name.equals("Layers")) {
                    normal.sort(java.util.Comparator.comparing(String::valueOf));
                }
                yield normal;
            }
            case Number number -> number.toString();
            case Boolean truth -> truth;
            default -> plain(String.valueOf(value));
        };
    }

    private static String plain(String text) {
        return DIGEST.matcher(text).replaceAll("$1$2#");
    }
}
