package dev.hearth.neighbours.ssm;

import dev.hearth.core.WatchedText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What parameters may be: pure functions, with SSM's words for refusals. */
final class SsmRules {

    /** Characters of a value that a user's pattern may look at: it must not keep a processor busy for good. */
    private static final long MAX_LOOKS = 2_000_000;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_./-]+");
    private static final Pattern LABEL = Pattern.compile("(?!(?i:aws|ssm))[a-zA-Z_.-][a-zA-Z0-9_.-]*");
    private static final List<String> TYPES = List.of("String", "StringList", ParameterVersion.SECURE);
    private static final List<String> DATA_TYPES = List.of("text", "aws:ec2:image", "aws:ssm:integration");
    /** What a path must be. */
    static final String PATHS = """
            The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward \
            slash "/". It can't be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, \
            or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All \
            sub-paths, if specified, must use the forward slash symbol "/". Valid example: \
            /get/parameters2-/by1./path0_.""";

    private static final String NAMES = """
            Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of \
            sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the \
            following 3 symbols .-_""";

    private SsmRules() {}

    static void name(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("/aws") || lower.startsWith("aws")) {
            throw SsmError.ACCESS_DENIED.because("No access to reserved parameter name: " + name + ".");
        }
        if (lower.startsWith("/ssm")
                || lower.startsWith("ssm")
                || !NAME.matcher(name).matches()) {
            throw SsmError.VALIDATION.because(NAMES);
        }
        if (name.indexOf('/') > 0) {
            throw SsmError.VALIDATION.because("Parameter name must be a fully qualified name.");
        }
        if (name.contains("//") || name.endsWith("/")) {
            throw SsmError.VALIDATION.because(NAMES);
        }
        if (name.length() > SsmLimits.NAME_CHARS) {
            throw SsmError.VALIDATION.because(
                    "Parameter name must not exceed " + SsmLimits.NAME_CHARS + " characters.");
        }
        if (name.chars().filter(c -> c == '/').count() > SsmLimits.LEVELS) {
            throw SsmError.LEVELS.because("Parameter name hierarchy can have at most " + SsmLimits.LEVELS + " levels.");
        }
    }

    static String type(@Nullable String given, @Nullable ParameterVersion old) {
        if (given == null) {
            if (old == null) {
                throw SsmError.VALIDATION.because("A parameter type is required when you create a parameter.");
            }
            return old.type();
        }
        if (!TYPES.contains(given)) {
            throw SsmError.VALIDATION.because("1 validation error detected: Value '" + given
                    + "' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SecureString,"
                    + " StringList, String]");
        }
        if (old != null && !old.type().equals(given)) {
            throw SsmError.TYPE_MISMATCH.because("Parameter type mismatch: the type of a parameter cannot be changed");
        }
        return given;
    }

    static String tier(@Nullable String given, @Nullable ParameterVersion old, boolean needsAdvanced) {
        boolean was = old != null && old.tier().equals("Advanced");
        if (given != null
                && !List.of("Standard", "Advanced", "Intelligent-Tiering").contains(given)) {
            throw SsmError.VALIDATION.because("1 validation error detected: Value '" + given
                    + "' at 'tier' failed to satisfy constraint: Member must satisfy enum value set: [Advanced,"
                    + " Intelligent-Tiering, Standard]");
        }
        if ("Standard".equals(given) && was) {
            throw SsmError.VALIDATION.because("This parameter uses the advanced-parameter tier. You can't downgrade a"
                    + " parameter from the advanced-parameter tier to the standard-parameter tier.");
        }
        boolean may = "Intelligent-Tiering".equals(given) && needsAdvanced;
        return was || "Advanced".equals(given) || may ? "Advanced" : "Standard";
    }

    static String dataType(@Nullable String given, @Nullable ParameterVersion old) {
        if (given != null && !DATA_TYPES.contains(given)) {
            throw SsmError.VALIDATION.because(
                    "The following data type is not supported: " + given + " (Data type names are all lowercase.)");
        }
        return given != null ? given : old != null ? old.dataType() : "text";
    }

    static void value(String value, String tier) {
        if (value.isEmpty()) {
            throw SsmError.VALIDATION.because("1 validation error detected: Value '' at 'value' failed to satisfy"
                    + " constraint: Member must have length greater than or equal to 1.");
        }
        if (value.startsWith("{{") && value.endsWith("}}")) {
            throw SsmError.VALIDATION.because(
                    "Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.");
        }
        if (tier.equals("Standard") && value.length() > SsmLimits.STANDARD_CHARS) {
            throw SsmError.VALIDATION.because("Standard tier parameters support a maximum parameter value of "
                    + SsmLimits.STANDARD_CHARS
                    + " characters. To create a larger parameter value, upgrade the parameter"
                    + " to use the advanced-parameter tier.");
        }
        if (value.length() > SsmLimits.ADVANCED_CHARS) {
            throw SsmError.VALIDATION.because("Advanced tier parameters support a maximum parameter value of "
                    + SsmLimits.ADVANCED_CHARS + " characters.");
        }
    }

    static void pattern(String value, String pattern) {
        if (pattern.isEmpty()) {
            return;
        }
        try {
            if (pattern.length() > SsmLimits.PATTERN_CHARS
                    || !Pattern.compile(pattern)
                            .matcher(WatchedText.upTo(MAX_LOOKS, value, SsmRules::endless))
                            .find()) {
                throw SsmError.PATTERN_MISMATCH.because(
                        "Parameter value, cannot be validated against allowedPattern: " + pattern);
            }
        } catch (PatternSyntaxException notAPattern) {
            throw SsmError.INVALID_PATTERN.because("Invalid regular expression provided: " + pattern);
        }
    }

    private static RuntimeException endless() {
        return SsmError.PATTERN_MISMATCH.because(
                "Parameter value, cannot be validated against its allowedPattern: the pattern takes too long");
    }

    static boolean isLabel(String label) {
        return label.length() <= SsmLimits.LABEL_CHARS && LABEL.matcher(label).matches();
    }

    static void tags(Map<String, String> tags) {
        if (tags.size() > SsmLimits.TAGS) {
            throw SsmError.TOO_MANY_TAGS.because("The number of tags exceeds the limit of " + SsmLimits.TAGS + ".");
        }
        tags.keySet().forEach(key -> {
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw SsmError.VALIDATION.because("Tag keys starting with aws: are reserved for system use.");
            }
        });
    }

    /** The most items of a page. */
    static int page(@Nullable Integer most, int limit) {
        if (most != null && (most < 1 || most > limit)) {
            throw SsmError.VALIDATION.because("1 validation error detected: Value '" + most
                    + "' at 'maxResults' failed to satisfy constraint: Member must have value "
                    + (most < 1 ? "greater than or equal to 1" : "less than or equal to " + limit));
        }
        return most == null ? limit : most;
    }
}
