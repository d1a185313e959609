package dev.hearth.neighbours.templates;

import dev.hearth.core.WatchedText;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as a template declares it.
 *
 * @param name of it
 * @param type for example {@code String}, {@code Number}, {@code CommaDelimitedList} or
 *     {@code AWS::SSM::Parameter::Value<String>}
 * @param declared all that is said of it
 */
public record ParameterType(String name, String type, Map<String, Object> declared) {

    /** Characters of a value that a pattern may look at: it must not keep a processor busy for good. */
    private static final long MAX_LOOKS = 2_000_000;

    private static final String SSM = "AWS::SSM::Parameter::Value<";

    /** A pattern has looked too often. */
    private static final class Exhausted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("the pattern takes too long", null, false, false);
        }
    }

    static ParameterType of(String name, Map<String, Object> declared) {
        if (!(declared.get("Type") instanceof String type)) {
            throw TemplateFault.format("Every Parameters object must contain a Type member.");
        }
        boolean known = type.equals("String")
                || type.equals("Number")
                || type.equals("CommaDelimitedList")
                || type.startsWith("List<") && type.endsWith(">")
                || type.startsWith("AWS::");
        if (!known) {
            throw TemplateFault.format("Unrecognized parameter type: " + type);
        }
        return new ParameterType(name, type, declared);
    }

    /** What it is when nobody gives a value; null without a default. */
    public @Nullable String byDefault() {
        Object value = declared.get("Default");
        return value == null
                ? null
                : value instanceof List<?> list ? String.join(",", Tree.texts(list)) : Tree.text(value);
    }

    /** Whether its value is shown to nobody. */
    public boolean isSecret() {
        return "true".equalsIgnoreCase(Tree.text(declared, "NoEcho", "false"));
    }

    public String description() {
        return Tree.text(declared, "Description", "");
    }

    /** Whether its value is the name of a parameter of Systems Manager, whose value is meant. */
    public boolean isStored() {
        return type.startsWith(SSM);
    }

    private String valueType() {
        return isStored() ? type.substring(SSM.length(), type.length() - 1) : type;
    }

    private boolean isList() {
        return valueType().equals("CommaDelimitedList") || valueType().startsWith("List<");
    }

    /** {@code text} as a value of its type: a text, or a list of texts. */
    public Object value(String text) {
        if (!isList()) {
            return text;
        }
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    /** Refuses {@code text} where it breaks what the template asks of it. */
    public void check(String text) {
        List<String> each = isList() && !isStored() ? Tree.texts(value(text)) : List.of(text);
        List<String> allowed = Tree.texts(declared.get("AllowedValues"));
        for (String one : each) {
            if (declared.containsKey("AllowedValues") && !allowed.contains(one)) {
                throw broken("must be one of AllowedValues");
            }
            checkText(one);
            if (valueType().equals("Number") || valueType().equals("List<Number>")) {
                checkNumber(one);
            }
        }
    }

    private void checkText(String text) {
        String pattern = Tree.text(declared, "AllowedPattern", "");
        if (!pattern.isEmpty() && !matches(pattern, text)) {
            throw broken("must match pattern " + pattern);
        }
        Integer least = number("MinLength");
        if (least != null && text.length() < least) {
            throw broken("must contain at least " + least + " characters");
        }
        Integer most = number("MaxLength");
        if (most != null && text.length() > most) {
            throw broken("must contain at most " + most + " characters");
        }
    }

    private boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern)
                    .matcher(WatchedText.upTo(MAX_LOOKS, text, Exhausted::new))
                    .matches();
        } catch (Exhausted | StackOverflowError endless) {
            throw broken("cannot be checked against its pattern, which takes too long: " + pattern);
        } catch (PatternSyntaxException wrong) {
            throw TemplateFault.format("Invalid pattern of parameter " + name + ": " + pattern);
        }
    }

    private @Nullable Integer number(String constraint) {
        Object value = declared.get(constraint);
        try {
            return value == null ? null : Integer.valueOf(Tree.text(value));
        } catch (NumberFormatException notOne) {
            throw TemplateFault.format(constraint + " of parameter " + name + " must be a number");
        }
    }

    private void checkNumber(String text) {
        if (isStored()) {
            return;
        }
        BigDecimal value = decimal(text);
        if (declared.containsKey("MinValue") && value.compareTo(decimal(Tree.text(declared, "MinValue", "0"))) < 0) {
            throw broken("must be a number not less than " + Tree.text(declared, "MinValue", ""));
        }
        if (declared.containsKey("MaxValue") && value.compareTo(decimal(Tree.text(declared, "MaxValue", "0"))) > 0) {
            throw broken("must be a number not greater than " + Tree.text(declared, "MaxValue", ""));
        }
    }

    private BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException notOne) {
            throw broken("must be a number");
        }
    }

    private RuntimeException broken(String rule) {
        String said = Tree.text(declared, "ConstraintDescription", "");
        return TemplateFault.because(
                said.isEmpty()
                        ? "Parameter '" + name + "' " + rule
                        : "Parameter '" + name + "' failed to satisfy constraint: " + said);
    }
}
