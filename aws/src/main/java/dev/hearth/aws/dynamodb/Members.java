package dev.hearth.aws.dynamodb;

import dev.hearth.core.FaultException;
import dev.hearth.neighbours.dynamodb.DynamoDbError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A structure of a request. What has another type than the member is refused in AWS's words; what is missing is null.
 */
record Members(Map<String, @Nullable Object> map) {

    boolean has(String name) {
        return map.get(name) != null;
    }

    @Nullable
    String text(String name) {
        return asText(map.get(name));
    }

    static @Nullable String asText(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Object other -> throw unexpected(other, "String");
        };
    }

    String text(String name, String absent) {
        String text = text(name);
        return text == null ? absent : text;
    }

    @Nullable
    Long number(String name) {
        Object value = map.get(name);
        return switch (value) {
            case null -> null;
            case Long number -> number;
            case BigDecimal number -> number.longValue();
            case Object other -> throw unexpected(other, "Long");
        };
    }

    @Nullable
    Boolean flag(String name) {
        return asFlag(map.get(name));
    }

    static @Nullable Boolean asFlag(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case String text when text.equalsIgnoreCase("true") -> true;
            case String text when text.equalsIgnoreCase("false") -> false;
            case String _ -> throw DynamoDbError.SERIALIZATION.because("Unexpected token received from parser");
            case Object other -> throw unexpected(other, "Boolean");
        };
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(flag(name));
    }

    @Nullable
    Members structure(String name) {
        return asStructure(map.get(name));
    }

    static @Nullable Members asStructure(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> found -> new Members(named(found));
            case List<?> _ ->
                throw DynamoDbError.SERIALIZATION.because("Unrecognized collection type class of a structure");
            case Object _ -> throw DynamoDbError.SERIALIZATION.because("Unexpected field type");
        };
    }

    @SuppressWarnings("unchecked") // the reader makes no other maps
    private static Map<String, @Nullable Object> named(Map<?, ?> found) {
        return (Map<String, @Nullable Object>) found;
    }

    @Nullable
    List<@Nullable Object> list(String name) {
        return asList(map.get(name));
    }

    @SuppressWarnings("unchecked") // the reader makes no other lists
    static @Nullable List<@Nullable Object> asList(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case List<?> found -> (List<@Nullable Object>) found;
            case Map<?, ?> _ ->
                throw DynamoDbError.SERIALIZATION.because("Start of structure or map found where not expected");
            case Object _ -> throw DynamoDbError.SERIALIZATION.because("Unexpected field type");
        };
    }

    /** The structures of a list; null when there is none. */
    @Nullable
    List<Members> structures(String name) {
        List<@Nullable Object> list = list(name);
        if (list == null) {
            return null;
        }
        List<Members> all = new ArrayList<>();
        for (Object each : list) {
            Members members = asStructure(each);
            if (members != null) {
                all.add(members);
            }
        }
        return all;
    }

    @Nullable
    List<String> texts(String name) {
        List<@Nullable Object> list = list(name);
        if (list == null) {
            return null;
        }
        List<String> all = new ArrayList<>();
        for (Object each : list) {
            String text = asText(each);
            if (text != null) {
                all.add(text);
            }
        }
        return all;
    }

    /** A map of texts; null when there is none. */
    @Nullable
    Map<String, String> textMap(String name) {
        Members found = structure(name);
        if (found == null) {
            return null;
        }
        Map<String, String> all = new LinkedHashMap<>();
        for (String key : found.map.keySet()) {
            String text = found.text(key);
            if (text != null) {
                all.put(key, text);
            }
        }
        return all;
    }

    static FaultException unexpected(Object value, String wanted) {
        return DynamoDbError.SERIALIZATION.because(
                switch (value) {
                    case Boolean truth -> (truth ? "TRUE_VALUE" : "FALSE_VALUE") + " cannot be converted to " + wanted;
                    case Long _ -> "NUMBER_VALUE cannot be converted to " + wanted;
                    case BigDecimal _ -> "DECIMAL_VALUE cannot be converted to " + wanted;
                    case String _ -> "STRING_VALUE cannot be converted to " + wanted;
                    case List<?> _ -> "Unrecognized collection type class java.lang." + wanted;
                    case Object _ -> "Start of structure or map found where not expected";
                });
    }
}
