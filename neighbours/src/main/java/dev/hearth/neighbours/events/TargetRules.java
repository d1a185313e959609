package dev.hearth.neighbours.events;

import dev.hearth.core.FaultException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a rule's target may say (API reference, PutTargets). Pure. */
final class TargetRules {

    /** Where events can be brought to. */
    private static final Set<String> SERVICES = Set.of("lambda", "sqs", "sns", "events");

    private static final int ARN_PARTS = 6;

    private TargetRules() {}

    static void check(Target target) {
        EventRules.name(target.id(), "targets.member.id", EventsLimits.TARGET_ID);
        arn(target);
        if (Stream.of(target.input(), target.inputPath(), target.transformer())
                        .filter(each -> each != null)
                        .count()
                > 1) {
            throw EventsError.VALIDATION.because(
                    "Only one of Input, InputPath, or InputTransformer must be provided for target " + target.id()
                            + ".");
        }
        input(target);
        queue(target);
        range(target.retries(), "retryPolicy.maximumRetryAttempts", 0, EventsLimits.RETRIES);
        range(
                target.ageSeconds(),
                "retryPolicy.maximumEventAgeInSeconds",
                EventsLimits.LEAST_AGE_SECONDS,
                EventsLimits.MOST_AGE_SECONDS);
    }

    private static void arn(Target target) {
        String arn = target.arn();
        if (arn.length() > EventsLimits.ARN_CHARS
                || arn.split(":", ARN_PARTS).length < ARN_PARTS
                || target.service().isEmpty()) {
            throw EventsError.VALIDATION.because(
                    "Parameter " + arn + " is not valid. Reason: Provided Arn is not in correct format.");
        }
        if (!SERVICES.contains(target.service())) {
            throw EventsError.VALIDATION.because("Parameter " + arn + " is not valid. Reason: Hearth brings events to "
                    + "functions (lambda), queues (sqs), topics (sns) and event buses (events) only, not to '"
                    + target.service() + "'.");
        }
    }

    private static void queue(Target target) {
        boolean fifo = target.service().equals("sqs") && target.arn().endsWith(".fifo");
        String group = target.messageGroupId();
        if (fifo && (group == null || group.isEmpty())) {
            throw EventsError.VALIDATION.because(
                    "Parameter(s) SqsParameters must be specified for target: " + target.id() + ".");
        }
        String letters = target.deadLetterArn();
        if (letters != null && !letters.startsWith("arn:aws:sqs:")) {
            throw EventsError.VALIDATION.because(
                    "Parameter " + letters + " is not valid. Reason: Provided Arn is not in correct format.");
        }
        if (letters != null && letters.endsWith(".fifo")) {
            throw EventsError.VALIDATION.because("Dead letter queue " + letters + " must be a standard queue.");
        }
    }

    private static void range(@Nullable Integer value, String name, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw EventRules.constraint(
                    "'" + value + "'",
                    "targets.member." + name,
                    "Member must have value "
                            + (value < least ? "greater than or equal to " + least : "less than or equal to " + most));
        }
    }

    private static void input(Target target) {
        String input = target.input();
        if (input != null) {
            length(input, "input", EventsLimits.INPUT_CHARS);
            String wrong = Json.wrong(input);
            if (!wrong.isEmpty()) {
                throw EventsError.VALIDATION.because(
                        "JSON syntax error in input for target " + target.id() + " : " + wrong);
            }
        }
        String path = target.inputPath();
        if (path != null) {
            path(path, target.id());
        }
        Target.Transformer transformer = target.transformer();
        if (transformer != null) {
            transformer(transformer, target.id());
        }
    }

    private static void path(String path, String id) {
        length(path, "inputPath", EventsLimits.INPUT_PATH_CHARS);
        if (JsonPath.parse(path) == null) {
            throw EventsError.VALIDATION.because("Invalid InputPath for target " + id + " : " + path);
        }
    }

    private static void length(String text, String name, int most) {
        if (text.length() > most) {
            throw EventRules.constraint(
                    "'" + text.length() + " characters'",
                    "targets.member." + name,
                    "Member must have length less than or equal to " + most);
        }
    }

    private static void transformer(Target.Transformer transformer, String id) {
        length(transformer.template(), "inputTransformer.inputTemplate", EventsLimits.INPUT_CHARS);
        if (transformer.paths().size() > EventsLimits.INPUT_PATHS) {
            throw EventRules.constraint(
                    "'" + transformer.paths().size() + " paths'",
                    "targets.member.inputTransformer.inputPathsMap",
                    "Member must have length less than or equal to " + EventsLimits.INPUT_PATHS);
        }
        transformer.paths().forEach((name, path) -> {
            EventRules.name(name, "targets.member.inputTransformer.inputPathsMap", EventsLimits.PATH_KEY);
            if (name.toLowerCase(java.util.Locale.ROOT).startsWith("aws")) {
                throw invalid(id, "a variable's name must not begin with 'AWS'");
            }
            path(path, id);
        });
        Matcher variables = InputText.VARIABLE.matcher(transformer.template());
        while (variables.find()) {
            String name = variables.group(1);
            if (!transformer.paths().containsKey(name) && !InputText.RESERVED.contains(name)) {
                throw EventsError.VALIDATION.because(
                        "InputTemplate for target " + id + " contains invalid placeholder " + name + ".");
            }
        }
        List<String> all = Stream.concat(transformer.paths().keySet().stream(), InputText.RESERVED.stream())
                .toList();
        String sample = InputText.fill(
                transformer.template(),
                all.stream().collect(java.util.stream.Collectors.toMap(name -> name, name -> "x", (a, _) -> a)));
        String wrong = Json.wrong(sample);
        if (!wrong.isEmpty()) {
            throw invalid(id, wrong);
        }
    }

    private static FaultException invalid(String id, String why) {
        return EventsError.VALIDATION.because("Invalid InputTemplate for target " + id + " : " + why + ".");
    }
}
