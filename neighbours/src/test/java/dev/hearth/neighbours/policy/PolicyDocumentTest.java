package dev.hearth.neighbours.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDocumentTest {

    private static final PolicyPrincipal SESSION = new PolicyPrincipal(
            PolicyPrincipal.Kind.AWS,
            "arn:aws:sts::000000000000:assumed-role/r/s",
            "000000000000",
            "arn:aws:iam::000000000000:role/r");

    private static String statement(String rest) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\"," + rest.replace('\'', '"') + "}}";
    }

    private static boolean allows(String policy, PolicyPrincipal who, String action, String resource, String... facts) {
        Map<String, List<String>> context = new HashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            context.put(facts[i], List.of(facts[i + 1].split(";")));
        }
        return PolicyDocument.parse(policy)
                .verdict(new PolicyRequest(who, action, resource, context))
                .allows();
    }

    @ParameterizedTest
    @CsvSource({
        "s3:GetObject, arn:aws:s3:::b/k, true",
        "S3:getobject, arn:aws:s3:::b/k, true",
        "s3:PutObject, arn:aws:s3:::b/k, false",
        "s3:GetObject, arn:aws:s3:::other/k, false",
        "s3:GetBucketAcl, arn:aws:s3:::b/a/b/c, true",
    })
    void actionsAndResourcesHaveWildcards(String action, String resource, boolean allowed) {
        String policy = statement("'Action':['s3:Get*'],'Resource':'arn:aws:s3:::b/*'");
        assertThat(allows(policy, SESSION, action, resource)).isEqualTo(allowed);
    }

    @Test
    void whatIsNotNamedIsMeantByTheNegations() {
        String incomplete = statement("'Action':'*','Resource':'arn:aws:sqs'");
        assertThat(allows(incomplete, SESSION, "sqs:SendMessage", "arn:aws:sqs:us-east-1:1:q"))
                .isTrue();
        assertThat(allows(incomplete, SESSION, "sns:Publish", "arn:aws:sns:us-east-1:1:t"))
                .isFalse();
        String policy = statement("'NotAction':'iam:*','NotResource':'arn:aws:s3:::secret/*'");
        assertThat(allows(policy, SESSION, "s3:GetObject", "arn:aws:s3:::b/k")).isTrue();
        assertThat(allows(policy, SESSION, "iam:GetRole", "*")).isFalse();
        assertThat(allows(policy, SESSION, "s3:GetObject", "arn:aws:s3:::secret/k"))
                .isFalse();
    }

    @Test
    void aDenyWinsAndSaysWhichStatementItWas() {
        String policy = """
                {"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
                 {"Effect":"Deny","Action":"sqs:*","Resource":"*"}]}""";
        PolicyVerdict verdict = PolicyDocument.parse(policy)
                .verdict(new PolicyRequest(SESSION, "sqs:SendMessage", "arn:aws:sqs:us-east-1:1:q", Map.of()));
        assertThat(verdict.effect()).isEqualTo(PolicyVerdict.Effect.EXPLICIT_DENY);
        assertThat(verdict.statements()).containsExactly(new PolicyVerdict.Matched(0, 1));
        assertThat(PolicyDocument.verdict(List.of(), new PolicyRequest(SESSION, "a:B", "*", Map.of()))
                        .effect())
                .isEqualTo(PolicyVerdict.Effect.IMPLICIT_DENY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ANYBODY|true|true",
                "{'AWS':'*'}|true|true",
                "{'AWS':'000000000000'}|true|false",
                "{'AWS':'arn:aws:iam::000000000000:root'}|true|false",
                "{'AWS':'arn:aws:iam::000000000000:role/r'}|true|false",
                "{'AWS':'arn:aws:iam::000000000000:role/other'}|false|false",
                "{'Service':'lambda.amazonaws.com'}|false|false",
            })
    void principalsNameCallers(String principal, boolean session, boolean anybody) {
        String policy = statement("'Action':'s3:*','Resource':'*','Principal':" + principal.replace("ANYBODY", "'*'"));
        assertThat(allows(policy, SESSION, "s3:GetObject", "*")).isEqualTo(session);
        assertThat(allows(policy, PolicyPrincipal.ANYBODY, "s3:GetObject", "*")).isEqualTo(anybody);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'StringEquals':{'aws:x':['a','b']}}|b|true",
                "{'StringEquals':{'aws:x':'a'}}||false",
                "{'StringEqualsIfExists':{'aws:x':'a'}}||true",
                "{'StringNotEquals':{'aws:x':'a'}}||true",
                "{'StringNotEquals':{'aws:x':['a','b']}}|b|false",
                "{'StringLike':{'AWS:X':'a*c?'}}|abbcd|true",
                "{'StringEqualsIgnoreCase':{'aws:x':'ABC'}}|abc|true",
                "{'NumericLessThanEquals':{'aws:x':'10'}}|10.0|true",
                "{'NumericGreaterThan':{'aws:x':10}}|10|false",
                "{'DateGreaterThan':{'aws:x':'2026-01-01T00:00:00Z'}}|2026-06-01T00:00:00Z|true",
                "{'Bool':{'aws:x':true}}|true|true",
                "{'IpAddress':{'aws:x':'10.0.0.0/8'}}|10.200.3.4|true",
                "{'IpAddress':{'aws:x':'10.0.0.0/8'}}|11.0.0.1|false",
                "{'NotIpAddress':{'aws:x':'2001:db8::/32'}}|2001:db8::1|false",
                "{'ArnLike':{'aws:x':'arn:aws:sns:*:*:t*'}}|arn:aws:sns:us-east-1:1:topic|true",
                "{'ArnLike':{'aws:x':'arn:aws:sns:*:t'}}|arn:aws:sns:us-east-1:1:t|false",
                "{'Null':{'aws:x':'true'}}||true",
                "{'Null':{'aws:x':'false'}}|a|true",
                "{'ForAllValues:StringEquals':{'aws:x':['a','b']}}|a;b|true",
                "{'ForAllValues:StringEquals':{'aws:x':['a','b']}}|a;c|false",
                "{'ForAllValues:StringEquals':{'aws:x':['a','b']}}||true",
                "{'ForAnyValue:StringEquals':{'aws:x':['a']}}|c;a|true",
                "{'ForAnyValue:StringNotEquals':{'aws:x':['a']}}||false",
            })
    void conditionsMustHold(String condition, String value, boolean allowed) {
        String policy = statement("'Action':'s3:*','Resource':'*','Condition':" + condition);
        String[] facts = value == null ? new String[0] : new String[] {"aws:x", value};
        assertThat(allows(policy, SESSION, "s3:GetObject", "*", facts)).isEqualTo(allowed);
    }

    @Test
    void variablesStandForTheirValuesAndNotForPatterns() {
        String policy = statement("'Action':'s3:*','Resource':'arn:aws:s3:::b/${aws:username}/*'");
        assertThat(allows(policy, SESSION, "s3:GetObject", "arn:aws:s3:::b/bob/k", "aws:username", "bob"))
                .isTrue();
        assertThat(allows(policy, SESSION, "s3:GetObject", "arn:aws:s3:::b/bob/k", "aws:username", "*"))
                .isFalse();
        assertThat(allows(policy, SESSION, "s3:GetObject", "arn:aws:s3:::b/bob/k"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IDENTITY|nonsense|This policy contains invalid Json",
                "IDENTITY|{'Version':'2020','Statement':[]}|Syntax errors in policy.",
                "IDENTITY|{'Statement':[]}|Syntax errors in policy.",
                "IDENTITY|{'Statement':{'Effect':'Allow','Resource':'*'}}|Missing required field Action",
                "IDENTITY|{'Statement':{'Effect':'Allow','Action':'s3:*'}}|Policy statement must contain resources.",
                "IDENTITY|{'Statement':{'Effect':'Allow','Action':'Get','Resource':'*'}}|"
                        + "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                "TRUST|{'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'*'}}|"
                        + "Has prohibited field Resource",
                "TRUST|{'Statement':{'Effect':'Allow','Action':'sts:AssumeRole'}}|Missing required field Principal",
            })
    void whatMayNotStandInAPolicyIsRefusedInAwsWords(PolicyForm form, String policy, String message) {
        assertThatThrownBy(() -> PolicyDocument.checked(policy.replace('\'', '"'), form))
                .hasMessage(message);
    }
}
