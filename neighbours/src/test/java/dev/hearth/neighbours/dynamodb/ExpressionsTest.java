package dev.hearth.neighbours.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.neighbours.dynamodb.AttributeValue.L;
import dev.hearth.neighbours.dynamodb.AttributeValue.M;
import dev.hearth.neighbours.dynamodb.AttributeValue.N;
import dev.hearth.neighbours.dynamodb.AttributeValue.S;
import dev.hearth.neighbours.dynamodb.AttributeValue.Ss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {

    private static final Map<String, AttributeValue> ITEM = Map.of(
            "a", new S("abc"),
            "n", new N("5"),
            "l", new L(List.of(new S("x"), new N("2"), new S("z"))),
            "m", new M(Map.of("deep", new M(Map.of("er", new N("7"))))),
            "s", new Ss(List.of("p", "q")));
    private static final Map<String, AttributeValue> VALUES = Map.of(
            ":abc", new S("abc"),
            ":ab", new S("ab"),
            ":five", new N("5"),
            ":nine", new N("9"),
            ":p", new S("p"),
            ":list", new L(List.of()),
            ":type", new S("L"));

    private static Placeholders placeholders() {
        return Placeholders.of(new ExpressionInput(Map.of("#a", "a", "#m", "m"), VALUES));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = :abc",
                "#a = :abc AND n <= :five",
                "n BETWEEN :five AND :nine",
                "n IN (:nine, :five)",
                "NOT n > :five",
                "NOT NOT n = :five",
                "attribute_exists(#m.deep.er) and attribute_not_exists(nothing)",
                "begins_with(a, :ab) OR n = :nine",
                "contains(s, :p)",
                "contains(a, :ab)",
                "attribute_type(l, :type)",
                "size(a) < :five",
                "(a = :p OR n = :five) AND l[1] <> :five",
                "absent <> :five",
                "x <> y",
            })
    void holds(String text) {
        assertThat(Conditions.holds(ConditionParser.parse(text, placeholders()), ITEM))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = :five",
                "absent = :five",
                "n > :abc",
                "NOT n = :five",
                "contains(s, :ab)",
                "x = y",
                "x <= y",
                "l < :five"
            })
    void doesNotHold(String text) {
        assertThat(Conditions.holds(ConditionParser.parse(text, placeholders()), ITEM))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | The expression can not be empty;",
                "a = | Syntax error; token: \"<EOF>\", near: \"=\"",
                "a b c | Syntax error; token: \"b\", near: \"a b c\"",
                "a = and attribute_exists(n) | Syntax error; token: \"and\", near: \"= and attribute_exists\"",
                "n >= :list | Incorrect operand type for operator or function; operator or function: >=,"
                        + " operand type: L",
                "n BETWEEN :list AND :list | Incorrect operand type for operator or function; operator or function:"
                        + " BETWEEN, operand type: L",
                "name = :five | Attribute name is a reserved keyword; reserved keyword: name",
                "#x = :five | An expression attribute name used in the document path is not defined;"
                        + " attribute name: #x",
                "a = :x | An expression attribute value used in expression is not defined; attribute value: :x",
                "((a = :abc)) | The expression has redundant parentheses;",
                "foo(a) | Invalid function name; function: foo",
                "size(a) | The function is not allowed to be used this way in an expression; function: size",
                "a = a | The first operand must be distinct from the remaining operands for this operator or function;"
                        + " operator: =, first operand: [a]",
                "begins_with(a, :five) | Incorrect operand type for operator or function; operator or function:"
                        + " begins_with, operand type: N",
                "attribute_exists(:abc) | Operator or function requires a document path; operator or function:"
                        + " attribute_exists",
                "n BETWEEN :nine AND :five | The BETWEEN operator requires upper bound to be greater than or equal to"
                        + " lower bound; lower bound operand: AttributeValue: {N:9}, upper bound operand:"
                        + " AttributeValue: {N:5}",
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> ConditionParser.parse(text, placeholders()))
                .isInstanceOf(ExpressionError.class)
                .hasMessage(message);
    }

    private static Map<String, AttributeValue> updated(String text) {
        Placeholders placeholders = Placeholders.of(new ExpressionInput(
                null,
                Map.of(
                        ":n", new N("3"),
                        ":l", new L(List.of(new S("new"))),
                        ":s", new Ss(List.of("q", "r")),
                        ":v", new S("v"))));
        return Updater.apply(UpdateParser.parse(text, placeholders), ITEM);
    }

    @Test
    void updatesTakeValuesFromTheItemAsItWas() {
        assertThat(updated("SET n = n + :n, former = n, l = list_append(l, :l)"))
                .containsEntry("n", new N("8"))
                .containsEntry("former", new N("5"))
                .containsEntry("l", new L(List.of(new S("x"), new N("2"), new S("z"), new S("new"))));
        assertThat(updated("SET a = if_not_exists(a, :v), b = if_not_exists(b, :v)"))
                .containsEntry("a", new S("abc"))
                .containsEntry("b", new S("v"));
    }

    @Test
    void placesInListsAreThoseBeforeTheUpdate() {
        assertThat(updated("REMOVE l[0], l[1]")).containsEntry("l", new L(List.of(new S("z"))));
        assertThat(updated("SET l[1] = :v REMOVE l[0]")).containsEntry("l", new L(List.of(new S("v"), new S("z"))));
        assertThat(updated("SET l[20] = :v, l[10] = :n"))
                .containsEntry("l", new L(List.of(new S("x"), new N("2"), new S("z"), new N("3"), new S("v"))));
    }

    @Test
    void setsAndNumbersAreAddedToAndTakenFrom() {
        assertThat(updated("ADD s :s, n :n, fresh :n"))
                .containsEntry("s", new Ss(List.of("p", "q", "r")))
                .containsEntry("n", new N("8"))
                .containsEntry("fresh", new N("3"));
        assertThat(updated("DELETE s :s")).containsEntry("s", new Ss(List.of("p")));
        assertThat(updated("SET m.deep.another = :v REMOVE m.deep.er"))
                .containsEntry("m", new M(Map.of("deep", new M(Map.of("another", new S("v"))))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SET x.y = :v | The document path provided in the update expression is invalid for update",
                "SET a = a + :n | An operand in the update expression has an incorrect data type",
                "SET x = absent | The provided expression refers to an attribute that does not exist in the item",
            })
    void refusesWhatDoesNotFitToTheItem(String text, String message) {
        assertThatThrownBy(() -> updated(text)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SET a = :v, a.b = :v | Two document paths overlap with each other; must remove or rewrite one of these"
                        + " paths; path one: [a], path two: [a, b]",
                "SET a[0] = :v, a.b = :v | Two document paths conflict with each other; must remove or rewrite one of"
                        + " these paths; path one: [a, [0]], path two: [a, b]",
                "SET a = :v SET b = :v | The \"SET\" section can only be used once in an update expression;",
                "ADD a :v | Incorrect operand type for operator or function; operator: ADD, operand type: STRING",
                "SET a = list_append(l, :n) | Incorrect operand type for operator or function; operator or function:"
                        + " list_append, operand type: N",
            })
    void refusesUpdatesThatContradictThemselves(String text, String message) {
        assertThatThrownBy(() -> updated(text)).hasMessage(message);
    }

    @Test
    void projectionsKeepTheShapeOfDocuments() {
        List<DocumentPath> paths = ProjectionParser.parse("a, m.deep.er, l[2], l[0]", placeholders());

        assertThat(DocumentPath.project(paths, ITEM))
                .isEqualTo(Map.of(
                        "a", new S("abc"),
                        "m", new M(Map.of("deep", new M(Map.of("er", new N("7"))))),
                        "l", new L(List.of(new S("x"), new S("z")))));
    }

    @Test
    void anExpressionHasLimits() {
        assertThatThrownBy(() -> ConditionParser.parse("a = :abc" + " ".repeat(4096), placeholders()))
                .hasMessageContaining("Expression size has exceeded the maximum allowed size");
        String many = "a = :abc" + " OR a = :abc".repeat(160);
        assertThatThrownBy(() -> ConditionParser.parse(many, placeholders()))
                .hasMessageContaining("too many operators");
    }

    @Test
    void placeholdersThatNobodyNeedsAreRefused() {
        Placeholders all = placeholders();
        ConditionParser.parse("#a = :abc", all);

        assertThatThrownBy(all::checkUsed)
                .hasMessage("Value provided in ExpressionAttributeNames unused in expressions: keys: {#m}");
    }
}
