package dev.hearth.neighbours.sam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SAM's policy templates, read from the table beside this class. Its form:
 *
 * <pre>
 * NAME PARAMETER...
 *   ACTION...                several make a list, a single one with = before it stays alone
 *   + ACTION...              more of them
 *     RESOURCE               several make a list, as does one with [ before it; @sqs: is an ARN of the stack's account
 *     ? OPERATOR KEY VALUE   a condition
 * </pre>
 *
 * <p>A variable {@code ${queueName}} stands for the parameter QueueName.
 */
final class PolicyTemplates {

    private static final String TABLE = "policy-templates.txt";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z]+)}");
    private static final Pattern SHORT = Pattern.compile("@([a-z0-9-]+):(.*)");

    private PolicyTemplates() {}

    private record Template(List<String> parameters, List<String> lines) {}

    /** Loaded when the first template of them is named. */
    private static final class Known {

        static final Map<String, Template> TEMPLATES = read();

        private static Map<String, Template> read() {
            Map<String, Template> templates = new HashMap<>();
            List<String> lines = new ArrayList<>();
            for (String line : Facts.lines(TABLE)) {
                if (line.startsWith(" ")) {
                    lines.add(line);
                } else {
                    String[] words = line.split(" ");
                    lines = new ArrayList<>();
                    templates.put(words[0], new Template(List.of(words).subList(1, words.length), lines));
                }
            }
            return templates;
        }
    }

    static boolean has(String name) {
        return Known.TEMPLATES.containsKey(name);
    }

    /** The policy document of the template {@code name} with {@code values} for its parameters. */
    static Map<String, Object> document(Declared declared, String name, Map<String, Object> values) {
        Template template = Known.TEMPLATES.get(name);
        if (template == null) {
            throw new IllegalStateException("no policy template " + name);
        }
        List<String> missing = template.parameters().stream()
                .filter(parameter -> !values.containsKey(parameter))
                .toList();
        if (!missing.isEmpty()) {
            throw declared.problem("Following required parameters of template '" + name + "' don't have values: ['"
                    + String.join("', '", missing) + "']");
        }
        List<Object> statements = new ArrayList<>();
        Map<String, Object> statement = Tree.map();
        for (String line : template.lines()) {
            String text = line.strip();
            if (line.startsWith("  + ")) {
                Tree.items(statement.get("Action"))
                        .addAll(List.of(text.substring(2).split(" ")));
            } else if (!line.startsWith("    ")) {
                statement = Tree.map("Effect", "Allow", "Action", actions(text));
                statements.add(statement);
            } else if (text.startsWith("? ")) {
                String[] words = text.split(" ");
                Object value = expression(template, words[3], values);
                statement.put("Condition", Tree.map(words[1], Tree.map(words[2], value)));
            } else {
                addResource(statement, template, text, values);
            }
        }
        return Tree.map("Statement", statements);
    }

    private static Object actions(String text) {
        return text.startsWith("=") ? text.substring(1) : Tree.list((Object[]) text.split(" "));
    }

    private static void addResource(
            Map<String, Object> statement, Template template, String text, Map<String, Object> values) {
        boolean list = text.startsWith("[");
        Object resource = expression(template, list ? text.substring(1) : text, values);
        Object before = statement.get("Resource");
        if (before == null) {
            statement.put("Resource", list ? Tree.list(resource) : resource);
        } else {
            Tree.items(before).add(resource);
        }
    }

    private static Object expression(Template template, String text, Map<String, Object> values) {
        Matcher matcher = SHORT.matcher(text);
        String whole = matcher.matches()
                ? "arn:${AWS::Partition}:" + matcher.group(1) + ":${AWS::Region}:${AWS::AccountId}:" + matcher.group(2)
                : text;
        Map<String, Object> variables = Tree.map();
        VARIABLE.matcher(whole).results().forEach(found -> {
            String variable = String.valueOf(found.group(1));
            template.parameters().stream()
                    .filter(variable::equalsIgnoreCase)
                    .findFirst()
                    .ifPresent(parameter -> variables.put(variable, Tree.copy(values.get(parameter))));
        });
        if (!variables.isEmpty()) {
            return Fn.sub(whole, variables);
        }
        return whole.contains("${") ? Fn.sub(whole) : whole;
    }
}
