package dev.hearth.services.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Fault.Kind;
import dev.hearth.core.FaultException;
import dev.hearth.core.VirtualPorts;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
    private static final String STALE = "The Revision Id provided does not match the latest Revision Id. Call the"
            + " GetPolicy API to retrieve the latest Revision Id";

    private final VirtualPorts time = new VirtualPorts(Instant.parse("2026-11-23T15:00:00Z"), 1);
    private final RegistryStore store = RegistryStore.inMemory();
    private final CodeStore code = CodeStore.inMemory();
    private Registry registry = open();

    private Registry open() {
        return Registry.create(
                time.ports(), new AwsScope("000000000000", "us-east-1"), store, code, Optional::of, "x86_64", _ -> {});
    }

    @BeforeEach
    void create() {
        registry.create(
                new CreateFunction("hello", TestZip.hello("1"), SettingsTable.python("python3.11"), Map.of(), true));
        registry.aliases().create(new Aliases.Wish("hello", "live", "1", null, null, null));
        time.settle();
    }

    private static Policies.Wish wish(@Nullable String qualifier, String sid, String principal) {
        return new Policies.Wish(
                "hello", qualifier, sid, "lambda:InvokeFunction", principal, null, null, null, null, null, false, null);
    }

    private static void refused(Kind kind, String message, Runnable call) {
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(call::run)
                .withMessage(message)
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(kind));
    }

    @Test
    void statementsAreKeptPerVersionAndAlias() {
        registry.policies().add(wish(null, "a", "s3.amazonaws.com"));
        PolicyStatement ofAlias = registry.policies().add(wish("live", "a", "123456789012"));
        assertThat(ofAlias.resource()).isEqualTo(ARN + ":live");
        assertThat(ofAlias.principal().value()).isEqualTo("arn:aws:iam::123456789012:root");
        registry.policies().add(wish("1", "b", "*"));
        registry = open();
        assertThat(registry.policies().get("hello", null).statements())
                .extracting(PolicyStatement::resource)
                .containsExactly(ARN);
        assertThat(registry.policies().get("hello:live", null).statements()).containsExactly(ofAlias);
        registry.aliases().delete("hello", "live");
        refused(
                Kind.NOT_FOUND,
                "Cannot find alias arn: " + ARN + ":live",
                () -> registry.policies().get("hello", "live"));
        registry.policies().remove("hello", "1", "b", null);
        refused(
                Kind.NOT_FOUND,
                "The resource you requested does not exist.",
                () -> registry.policies().get("hello", "1"));
    }

    @Test
    void aPolicyHasTheRevisionOfWhatItBelongsTo() {
        String before = registry.get("lambda:GetFunction", "hello", null).revisionId();
        registry.policies().add(wish(null, "a", "*"));
        String after = registry.policies().get("hello", null).revisionId();
        assertThat(after)
                .isNotEqualTo(before)
                .isEqualTo(registry.get("lambda:GetFunction", "hello", null).revisionId());
        refused(Kind.PRECONDITION_FAILED, STALE, () -> registry.policies().remove("hello", null, "a", before));
        registry.policies().remove("hello", null, "a", after);
    }

    @Test
    void whatCannotBeSaidIsRefused() {
        registry.policies().add(wish(null, "a", "*"));
        refused(
                Kind.ALREADY_EXISTS,
                "The statement id (a) provided already exists. Please provide a new statement id, or remove the"
                        + " existing statement.",
                () -> registry.policies().add(wish(null, "a", "*")));
        refused(
                Kind.INVALID_PARAMETER,
                "We currently do not support adding policies for $LATEST.",
                () -> registry.policies().add(wish("$LATEST", "b", "*")));
        refused(
                Kind.INVALID_PARAMETER,
                "The provided principal was invalid. Please check the principal and try again.",
                () -> registry.policies().add(wish(null, "b", "nobody")));
        refused(
                Kind.NOT_FOUND,
                "Statement z is not found in resource policy.",
                () -> registry.policies().remove("hello", null, "z", null));
        refused(
                Kind.NOT_FOUND,
                "No policy is associated with the given resource.",
                () -> registry.policies().remove("hello", "live", "z", null));
        refused(
                Kind.NOT_FOUND,
                "Function not found: " + ARN + ":9",
                () -> registry.policies().add(wish("9", "b", "*")));
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> registry.policies().add(wish(null, "a b", "*")))
                .satisfies(e -> assertThat(e.fault().kind()).isEqualTo(Kind.VALIDATION));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        *|-|InvokeFunction|ANYBODY|*|-|true
        *|-|InvokeFunction|AWS|arn:aws:iam::1:user/x|-|true
        *|-|Other|ANYBODY|*|-|false
        s3.amazonaws.com|-|InvokeFunction|SERVICE|s3.amazonaws.com|-|true
        s3.amazonaws.com|-|InvokeFunction|SERVICE|sns.amazonaws.com|-|false
        s3.amazonaws.com|-|InvokeFunction|AWS|s3.amazonaws.com|-|false
        s3.amazonaws.com|arn:aws:s3:::b*|InvokeFunction|SERVICE|s3.amazonaws.com|arn:aws:s3:::bucket|true
        s3.amazonaws.com|arn:aws:s3:::b*|InvokeFunction|SERVICE|s3.amazonaws.com|arn:aws:s3:::other|false
        s3.amazonaws.com|arn:aws:s3:::b*|InvokeFunction|SERVICE|s3.amazonaws.com|-|false
        123456789012|-|InvokeFunction|AWS|arn:aws:iam::123456789012:user/x|-|true
        123456789012|-|InvokeFunction|AWS|arn:aws:sts::123456789012:assumed-role/r/s|-|true
        123456789012|-|InvokeFunction|AWS|arn:aws:iam::210987654321:user/x|-|false
        arn:aws:iam::123456789012:role/r|-|InvokeFunction|AWS|arn:aws:iam::123456789012:role/r|-|true
        arn:aws:iam::123456789012:role/r|-|InvokeFunction|AWS|arn:aws:iam::123456789012:role/s|-|false
        """)
    void aPolicyLetsThroughWhomItNames(
            String principal,
            @Nullable String sourceArn,
            String action,
            PolicyStatement.Principal.Kind kind,
            String who,
            @Nullable String from,
            boolean allowed) {
        Policies.Wish wish = new Policies.Wish(
                "hello", null, "a", "lambda:InvokeFunction", principal, sourceArn, null, null, null, null, false, null);
        PolicyDocument policy = new PolicyDocument(List.of(PolicyDecisions.statement(wish, ARN)), "");
        Policies.Request request = new Policies.Request(
                new PolicyStatement.Principal(kind, who),
                "lambda:" + action,
                from == null ? Map.of() : Map.of("aws:SourceArn", from));
        assertThat(Policies.allows(policy, request)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"'lambda:FunctionUrlAuthType=NONE', true", "'lambda:FunctionUrlAuthType=AWS_IAM', false", "'', false"})
    void conditionsMustHold(String context, boolean allowed) {
        Policies.Wish wish = new Policies.Wish(
                "hello", null, "a", "lambda:InvokeFunctionUrl", "*", null, null, null, null, "NONE", false, null);
        Map<String, String> keys = new LinkedHashMap<>();
        Arrays.stream(context.split(","))
                .filter(c -> !c.isEmpty())
                .forEach(c -> keys.put(c.split("=")[0], c.split("=")[1]));
        PolicyDocument policy = new PolicyDocument(List.of(PolicyDecisions.statement(wish, ARN)), "");
        assertThat(Policies.allows(
                        policy,
                        new Policies.Request(
                                new PolicyStatement.Principal(PolicyStatement.Principal.Kind.ANYBODY, "*"),
                                "lambda:InvokeFunctionUrl",
                                keys)))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::b, arn:aws:s3:::b, true",
        "arn:aws:s3:::*, arn:aws:s3:::b:c, true",
        "arn:aws:s3:*, arn:aws:s3:::b, false",
        "arn:aws:sqs:*:*:q?, arn:aws:sqs:us-east-1:1:q1, true",
        "arn:aws:sqs:*:*:a*b*c, arn:aws:sqs:us-east-1:1:aXbYbc, true",
        "arn:aws:sqs:*:*:a*b*c, arn:aws:sqs:us-east-1:1:aXbYb, false"
    })
    void arnsAreComparedPartByPart(String pattern, String arn, boolean like) {
        assertThat(PolicyDecisions.arnLike(pattern, arn)).isEqualTo(like);
    }
}
