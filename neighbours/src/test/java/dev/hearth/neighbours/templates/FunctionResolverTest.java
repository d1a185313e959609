package dev.hearth.neighbours.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.FaultException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionResolverTest {

    private static final String HEAD = """
            Parameters:
              Name: {Type: String, Default: n}
              Zones: {Type: CommaDelimitedList, Default: 'a, b,c'}
              Stage: {Type: String, Default: dev}
            Mappings:
              Sizes: {dev: {Memory: 128}, prod: {Memory: 1024}}
            Conditions:
              IsProd: !Equals [!Ref Stage, prod]
              IsDev: !Not [!Condition IsProd]
              Both: !And [!Condition IsDev, !Equals [a, a]]
              Either: !Or [!Condition IsProd, !Condition Both]
            Resources:
              Queue: {Type: 'AWS::SQS::Queue'}
              Later: {Type: 'AWS::SQS::Queue'}
            Outputs:
              It:
                Value:\s""";

    private static Object resolve(String value) {
        Template template = Template.read(HEAD + value + "\n");
        Map<String, Object> parameters = new LinkedHashMap<>(TestSurroundings.PSEUDO);
        Templates.given(template, Map.of())
                .forEach((name, text) ->
                        parameters.put(name, template.parameters().get(name).value(text)));
        Resolver resolver = Resolver.create(template, parameters, new TestSurroundings(Map.of("x", "exported")));
        return resolver.resolve(Tree.map(template.section("Outputs"), "It").get("Value"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!Ref Name | n",
                "!Ref Queue | id-of-Queue",
                "!Ref 'AWS::Region' | us-east-1",
                "!GetAtt Queue.Arn | Arn-of-Queue",
                "!GetAtt [Queue, Nested.Part] | Nested.Part-of-Queue",
                "!Sub '${Name}-${Queue}-${Queue.Arn}-${!Keep}-${AWS::AccountId}'"
                        + " | n-id-of-Queue-Arn-of-Queue-${Keep}-000000000000",
                "!Sub ['${A}/${Name}', {A: !Ref Stage}] | dev/n",
                "!Join ['-', [a, !Ref Name, 3, true]] | a-n-3-true",
                "!Join [',', !Ref Zones] | a,b,c",
                "!Select [1, !Split ['/', 'x/y/z']] | y",
                "!Select ['0', !Ref Zones] | a",
                "!Select [1, !GetAZs ''] | us-east-1b",
                "!FindInMap [Sizes, !Ref Stage, Memory] | 128",
                "!FindInMap [Sizes, none, Memory, {DefaultValue: 7}] | 7",
                "!If [IsProd, a, !If [Either, b, c]] | b",
                "!ImportValue x | exported",
                "!Base64 hello | aGVsbG8=",
                "{'Fn::Length': !Ref Zones} | 3",
                "{'Fn::ToJsonString': {a: [1, !Ref Name]}} | {\"a\":[1,\"n\"]}",
                "!Select [2, !Cidr ['10.0.0.0/16', 4, 8]] | 10.0.2.0/24",
                "!Select [1, !Cidr ['2001:db8::/56', 2, 64]] | 2001:db8:0:1:0:0:0:0/64",
                "!Join ['', ['{{resolve:ssm:/a/b:3}}!']] | <ssm:/a/b:3>!",
            })
    void aFunctionGivesWhatItsDocumentationSays(String function, String expected) {
        assertThat(Tree.text(resolve(function))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!Ref Nobody | Unresolved resource dependencies [Nobody]",
                "!GetAtt Nobody.Arn | instance of Fn::GetAtt references undefined resource Nobody",
                "!Join [a] | every Fn::Join object requires two parameters",
                "!Select [7, !Ref Zones] | Fn::Select cannot select nonexistent value at index 7",
                "!FindInMap [Sizes, none, Memory] | Unable to get mapping for Sizes::none::Memory",
                "!FindInMap [None, none, Memory] | Mapping named 'None' is not present",
                "!ImportValue y | No export named y found.",
                "!Wrong x | Encountered unsupported function: Fn::Wrong",
                "!If [Nothing, a, b] | unresolved condition dependency: Nothing",
                "!Sub '${Zones}' | variable Zones in Fn::Sub expression does not resolve to a string",
                "!Cidr ['10.0.0.0/24', 4, 8] | the block is too small",
            })
    void whatIsWrongIsSaid(String function, String message) {
        assertThatThrownBy(() -> resolve(function))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining(message);
    }

    @Test
    void nothingIsLeftOut() {
        assertThat(resolve("{a: 1, b: !Ref 'AWS::NoValue', c: [x, !If [IsProd, y, !Ref 'AWS::NoValue']]}"))
                .isEqualTo(Map.of("a", 1L, "c", List.of("x")));
    }

    @Test
    void whatIsKnownLaterStaysUnknown() {
        assertThat(resolve("!Join ['-', [a, !GetAtt Later.Arn]]")).isEqualTo(new Unknown("Later.Arn"));
        assertThat(resolve("!Sub 'x${Later}'")).isEqualTo(new Unknown("Later"));
        assertThat(Unknown.in(resolve("{a: [!Sub 'x${Later}']}"))).isTrue();
        assertThat(Unknown.in(resolve("{a: [!Sub 'x${Queue}']}"))).isFalse();
    }
}
