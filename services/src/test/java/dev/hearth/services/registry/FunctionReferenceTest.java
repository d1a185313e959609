package dev.hearth.services.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault.Kind;
import dev.hearth.core.FaultException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionReferenceTest {

    private static final AwsScope SCOPE = new AwsScope("123456789012", "eu-west-1");

    private static FunctionReference parse(String function, @Nullable String qualifier) {
        return FunctionReference.existing(SCOPE, "lambda:GetFunction", function, qualifier);
    }

    @ParameterizedTest
    @CsvSource({
        "hello,,hello,",
        "hello,1,hello,1",
        "hello:1,,hello,1",
        "hello:1,1,hello,1",
        "hello:$LATEST,,hello,$LATEST",
        "function:hello,,hello,",
        "function:hello:live,,hello,live",
        "123456789012:hello,,hello,",
        "123456789012:function:hello,,hello,",
        "123456789012:function:hello:live,,hello,live",
        "eu-west-1:123456789012:function:hello,,hello,",
        "arn:aws:lambda:eu-west-1:123456789012:function:hello,,hello,",
        "arn:aws:lambda:eu-west-1:123456789012:function:hello:$LATEST,,hello,$LATEST",
        "arn:aws:lambda:eu-west-1:123456789012:function:a-b_C9:live,,a-b_C9,live",
        "arn:aws:lambda:eu-west-1:123456789012:function:with.dot,,with.dot,",
        "arn:aws:lambda:eu-west-1:123456789012:function:hello,live,hello,live",
        "a-b_C9,,a-b_C9,",
        "with.dot,,with.dot,"
    })
    void names(String function, @Nullable String qualifier, String name, @Nullable String expected) {
        assertThat(parse(function, qualifier)).isEqualTo(new FunctionReference(name, expected));
    }

    @ParameterizedTest
    @CsvSource({
        "a b,,VALIDATION",
        "a/b,,VALIDATION",
        "hello:,,VALIDATION",
        "hello:1:2,,VALIDATION",
        "'',,VALIDATION",
        "arn:aws:s3:::bucket,,VALIDATION",
        "hello,a b,VALIDATION",
        "arn:aws:lambda:eu-west-1:123456789012:function:,,VALIDATION",
        "arn:aws:lambda:eu-west-1:123456789012:function:a b,,VALIDATION",
        "arn:aws:lambda:eu-west-1:123456789012:function:hello:,,VALIDATION",
        "arn:aws:lambda:eu-west-1:123456789012:function:hello:1:2,,VALIDATION",
        "hello:1,2,INVALID_PARAMETER",
        "arn:aws:lambda:us-east-1:123456789012:function:hello,,NOT_FOUND",
        "arn:aws:lambda:eu-west-1:999999999999:function:hello,,ACCESS_DENIED",
        "999999999999:function:hello,,ACCESS_DENIED"
    })
    void refusals(String function, @Nullable String qualifier, Kind kind) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> parse(function, qualifier))
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "hello,hello",
        "123456789012:function:hello,hello",
        "arn:aws:lambda:eu-west-1:123456789012:function:hello,hello",
        "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn,"
                + "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
    })
    void newNames(String function, String name) {
        assertThat(FunctionReference.fresh(SCOPE, function)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "with.dot,VALIDATION",
        "hello:1,VALIDATION",
        ",VALIDATION",
        "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn,INVALID_PARAMETER",
        "arn:aws:lambda:us-east-1:123456789012:function:hello,NOT_FOUND",
        "arn:aws:lambda:eu-west-1:999999999999:function:hello,ACCESS_DENIED"
    })
    void refusalsOfNewNames(@Nullable String function, Kind kind) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> FunctionReference.fresh(SCOPE, function))
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(kind));
    }
}
