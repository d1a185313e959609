package dev.hearth.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hearth.core.Fault;
import dev.hearth.core.FaultException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter pattern language by the examples of CloudWatch Logs' user guide, and by what lies between them. */
class FilterPatternTest {

    private static final String TRAIL = """
            {"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111",
             "arrayKey": ["value", "another value"],
             "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
             "SomeObject": null, "ThisFlag": true, "cluster.name": "c", "latency": 50.5, "errorCode": 400,
             "account": "123456789012", "numbers": [1, 20]}
            """;

    private static final String USERS = """
            {"user": {"id": 1, "email": "John.Stiles@example.com"},
             "users": [{"id": 2, "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}],
             "actions": ["GET", "PUT", "DELETE"],
             "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]]}
            """;

    private static final String APACHE =
            "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";

    static Stream<Arguments> terms() {
        return Stream.of(
                arguments("ERROR", "[ERROR] A fatal exception has occurred", true),
                arguments("ERROR", "Exiting with ERRORCODE: -1", true),
                arguments("ERROR", "[error] by case", false),
                arguments("ERROR", "fine", false),
                arguments("ERROR ARGUMENTS", "[ERROR] bad ARGUMENTS", true),
                arguments("ERROR ARGUMENTS", "[ERROR] only", false),
                arguments("\"INTERNAL SERVER ERROR\"", "[ERROR 500] INTERNAL SERVER ERROR", true),
                arguments("\"INTERNAL SERVER ERROR\"", "SERVER INTERNAL ERROR", false),
                arguments("ERROR -\"Exiting\"", "Exiting with ERRORCODE: -1", false),
                arguments("ERROR - \"Exiting\"", "[ERROR] stay", true),
                arguments("ERROR -WARN", "ERROR WARN message", false),
                arguments("ERROR -WARN", "ERROR message", true),
                arguments("-WARN", "ERROR message", true),
                arguments("?ERROR ?WARN", "ERROR message", true),
                arguments("?ERROR ?WARN", "WARN message", true),
                arguments("?ERROR ?WARN", "INFO message", false),
                arguments("?ERROR ?WARN REQUEST", "REQUEST only", true),
                arguments("?ERROR ?WARN -REQUEST", "INFO", true),
                arguments("", "anything", true),
                arguments(" ", "anything", true),
                arguments("\"\"", "anything", true),
                arguments("\"say \\\"hi\\\"\"", "they say \"hi\" to you", true),
                arguments("über_1", "das ist über_1", true),
                arguments("\"[ERROR]\"", "[ERROR] x", true));
    }

    static Stream<Arguments> regexes() {
        return Stream.of(
                arguments("%^[hc]at%", "hat trick", true),
                arguments("%^[hc]at%", "that", false),
                arguments("%[hc]at$%", "a cat", true),
                arguments("%[hc]at$%", "a cat\n", true),
                arguments("%[hc]at$%", "cats", false),
                arguments("%colou?r%", "color", true),
                arguments("%colou?r%", "colour", true),
                arguments("%[abcx-z]%", "y", true),
                arguments("%[abcx-z]%", "m", false),
                arguments("%a{3,5}%", "aaa", true),
                arguments("%^a{3,5}$%", "aaaaaa", false),
                arguments("%^a{2,}$%", "aaaaaa", true),
                arguments("%^a{2}$%", "aaa", false),
                arguments("%gra|ey%", "grey", true),
                arguments("%zo*%", "z", true),
                arguments("%^zo+$%", "z", false),
                arguments("%^zo+$%", "zoo", true),
                arguments("%.at%", "hat", true),
                arguments("%^.at%", "at", false),
                arguments("%\\d\\d\\d%", "code 404", true),
                arguments("%\\D%", "404", false),
                arguments("%a\\sb%", "a b", true),
                arguments("%\\w+@\\w+\\.com%", "to me@example.com", true),
                arguments("%10\\.10\\.0\\.1%", "10.10.0.1", true),
                arguments("%10\\.10\\.0\\.1%", "10x10x0x1", false),
                arguments("%\\x41B%", "AB", true),
                arguments("%[^0-9]%", "123", false),
                arguments("%[^0-9]%", "12é", true),
                arguments("%AUTHORIZED% -%UN%", "UNAUTHORIZED", false));
    }

    static Stream<Arguments> json() {
        return Stream.of(
                arguments("{ $.eventType = \"UpdateTrail\" }", TRAIL, true),
                arguments("{$.eventType=UpdateTrail}", TRAIL, true),
                arguments("{ $.eventType = \"*Trail\" }", TRAIL, true),
                arguments("{ $.eventType = Update* }", TRAIL, true),
                arguments("{ $.eventType = *teTr* }", TRAIL, true),
                arguments("{ $.eventType = Up*ail }", TRAIL, false),
                arguments("{ $.eventType = %Trail$% }", TRAIL, true),
                arguments("{ $.eventType != %Trail$% }", TRAIL, false),
                arguments("{ $.sourceIPAddress != 123.123.* }", TRAIL, true),
                arguments("{ $.sourceIPAddress != 111.111.* }", TRAIL, false),
                arguments("{ $.arrayKey[0] = \"value\" }", TRAIL, true),
                arguments("{ $.arrayKey[5] = \"value\" }", TRAIL, false),
                arguments("{ $.eventType[0] = \"value\" }", TRAIL, false),
                arguments("{ $.objectList[1].id = 2 }", TRAIL, true),
                arguments("{ $.objectList[*].id = 2 }", TRAIL, true),
                arguments("{ $.objectList[*].id = 3 }", TRAIL, false),
                arguments("{ $.SomeObject IS NULL }", TRAIL, true),
                arguments("{ $.eventType IS NULL }", TRAIL, false),
                arguments("{ $.SomeOtherObject IS NULL }", TRAIL, false),
                arguments("{ $.SomeOtherObject NOT EXISTS }", TRAIL, true),
                arguments("{ $.SomeObject NOT EXISTS }", TRAIL, false),
                arguments("{ $.SomeObject EXISTS }", TRAIL, true),
                arguments("{ $.ThisFlag IS TRUE }", TRAIL, true),
                arguments("{ $.ThisFlag IS FALSE }", TRAIL, false),
                arguments("{ $.[\"cluster.name\"] = \"c\" }", TRAIL, true),
                arguments("{ $['cluster.name'] = c }", TRAIL, true),
                arguments("{ $.latency >= 50 }", TRAIL, true),
                arguments("{ $.latency > +1000 }", TRAIL, false),
                arguments("{ $.latency <= 50.5 }", TRAIL, true),
                arguments("{ $.latency = 5.05e1 }", TRAIL, true),
                arguments("{ $.numbers[0] < 10e3 }", TRAIL, true),
                arguments("{ $.numbers[0] < 10e-3 }", TRAIL, false),
                arguments("{ $.errorCode = 400 }", TRAIL, true),
                arguments("{ $.errorCode != 500 }", TRAIL, true),
                arguments("{ $.errorCode = 4* }", TRAIL, true),
                arguments("{ $.account = 123456789012 }", TRAIL, true),
                arguments("{ $.eventType > 5 }", TRAIL, false),
                arguments("{ $.latency = * }", TRAIL, true),
                arguments("{ $.missing = * }", TRAIL, false),
                arguments("{ $.missing != x }", TRAIL, false),
                arguments("{ $.arrayKey != 1 }", TRAIL, false),
                arguments("{ $.arrayKey = 1 }", TRAIL, false),
                arguments("{ ($.user.id = 1) && ($.users[0].email = \"John.Doe@example.com\") }", USERS, true),
                arguments(
                        "{ ($.user.id = 2 && $.users[0].email = \"nonmatch\") || $.actions[2] = \"GET\" }",
                        USERS,
                        false),
                arguments(
                        "{ $.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch"
                                + " && $.actions[2] = nomatch }",
                        USERS,
                        true),
                arguments(
                        "{ ($.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch)"
                                + " && $.actions[2] = nomatch }",
                        USERS,
                        false),
                arguments("{ $.coordinates[1][2] = 6 }", USERS, true),
                arguments("{ $.a = 1 }", "not json", false),
                arguments("{ $.a = 1 }", "{\"a\": 1", false),
                arguments("{ $.a = 1 }", "{\"a\": 1}\n", true),
                arguments("{ $.a NOT EXISTS }", "not json", false));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                arguments("[ip, user, username, timestamp, request, status_code, bytes]", APACHE, true),
                arguments("[ip, user, username, timestamp, request, status_code]", APACHE, false),
                arguments("[ip, user, username, timestamp, request, status_code, bytes > 1000]", APACHE, true),
                arguments("[ip, user, username, timestamp, request, status_code, bytes > 1534]", APACHE, false),
                arguments("[ip, user, username, timestamp, request, status_code = 404, bytes]", APACHE, true),
                arguments("[ip, user, username, timestamp, request, status_code = 4*, bytes]", APACHE, true),
                arguments("[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]", APACHE, true),
                arguments("[ip, user, username, timestamp, request, status_code = 4* && bytes > 1000]", APACHE, true),
                arguments(
                        "[ip, user, username, timestamp, request, status_code = 4* && status_code != 404, bytes]",
                        APACHE,
                        false),
                arguments("[..., status_code, bytes]", APACHE, true),
                arguments("[..., request=*.html*, status_code=4*,]", APACHE, true),
                arguments("[ip, user, ..., status_code, bytes < 10]", APACHE, false),
                arguments("[ip=%127\\.0\\.0\\.[1-9]%, ...]", APACHE, true),
                arguments("[ip, user, ...]", APACHE, true),
                arguments("[ip != 127*, ...]", APACHE, false),
                arguments("[ip, user, ..., status_code = 404 || status_code = 410, ...]", APACHE, true),
                arguments("[..., day=\"10/Oct/2000*\", ...]", APACHE, true),
                arguments("[w1=ERROR, w2]", "ERROR message", true),
                arguments("[w1=ERROR, w2]", "ERROR WARN message", false),
                arguments("[w1=ERROR || w1=WARN, w2]", "WARN message", true),
                arguments("[w1!=ERROR&&w1!=WARN, w2]", "INFO message", true),
                arguments("[w1!=ERROR&&w1!=WARN, w2]", "WARN message", false),
                arguments("[a]", "", false),
                arguments("[...]", "", true),
                arguments("[a, b]", "\"open quote", true));
    }

    @ParameterizedTest
    @MethodSource({"terms", "regexes", "json", "fields"})
    void matches(String pattern, String message, boolean expected) {
        assertThat(FilterPattern.parse(pattern).matches(message))
                .as("%s on %s", pattern, message)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo.bar",
                "-",
                "\"open",
                "%open",
                "%something!%",
                "%(a)%",
                "%a**%",
                "%*a%",
                "%[a%",
                "%a{2%",
                "%a{3,2}%",
                "%é%",
                "%\\q%",
                "%a% %b% %c%",
                "{ $.a }",
                "{ $.a = }",
                "{ $.a = 1",
                "{ $.a = 1 } x",
                "{ $ = 1 }",
                "{ a = 1 }",
                "{ $.a > abc }",
                "{ $.a IS MAYBE }",
                "{ $.a NOT NULL }",
                "{ ($.a = 1 }",
                "{ $.a[x] = 1 }",
                "{ $.a = 1 && }",
                "{ $..a = 1 }",
                "[a, b",
                "[a =]",
                "[a > x]",
                "[a] b",
                "[a b]"
            })
    void refusesWhatIsNotInTheLanguage(String pattern) {
        FaultException thrown = catchThrowableOfType(FaultException.class, () -> FilterPattern.parse(pattern));
        assertThat(thrown).as(pattern).isNotNull();
        assertThat(thrown.fault().kind()).isEqualTo(Fault.Kind.INVALID_PARAMETER);
    }

    @Test
    void refusesAPatternThatIsTooLong() {
        assertThatCode(() -> FilterPattern.parse("a".repeat(1024))).doesNotThrowAnyException();
        assertThat(catchThrowableOfType(FaultException.class, () -> FilterPattern.parse("a".repeat(1025))))
                .isNotNull();
    }

    @Test
    void noPatternIsSlowOnAnyLine() {
        FilterPattern hungry = FilterPattern.parse("%.*a.*a.*a.*a.*a.*a.*a.*a.*b$%");
        String line = "a".repeat(20_000);
        Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> assertThat(hungry.matches(line)).isFalse());
        FilterPattern fields = FilterPattern.parse("[..., a=x, ..., b=x, ..., c=x, ...]");
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(fields.matches("y ".repeat(9_000))).isFalse());
    }
}
