package dev.hearth.neighbours.dynamodb;

import java.util.List;
import java.util.function.Supplier;

/** Reads the expressions of requests and says which of them is wrong. */
final class Expressions {

    private Expressions() {}

    /** @param member for example {@code FilterExpression} */
    static Condition condition(String member, String text, Placeholders placeholders) {
        return named(member, () -> ConditionParser.parse(text, placeholders));
    }

    static Update update(String text, Placeholders placeholders) {
        return named("UpdateExpression", () -> UpdateParser.parse(text, placeholders));
    }

    static List<DocumentPath> projection(String text, Placeholders placeholders) {
        return named("ProjectionExpression", () -> ProjectionParser.parse(text, placeholders));
    }

    private static <T> T named(String member, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ExpressionError wrong) {
            throw DynamoDbError.invalid("Invalid " + member + ": " + wrong.text());
        }
    }
}
