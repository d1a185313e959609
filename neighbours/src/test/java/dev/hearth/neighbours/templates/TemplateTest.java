package dev.hearth.neighbours.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.core.FaultException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private static final String QUEUE = "Resources: {Q: {Type: 'AWS::SQS::Queue'}}";

    private static Template read(String text) {
        Template template = Template.read(text);
        Templates.check(
                Templates.transformed(template, Map.of(), Map.of("Names", List.of("a", "b"))),
                Set.of("AWS::SQS::Queue"));
        return template;
    }

    @Test
    void aVariableNeedsNoQuotes() {
        Template template = Template.read("Resources: {A: {Type: T, Properties: {Name: !Sub '${B}'}}}\nOutputs:\n"
                + "  O:\n    Value:\n      Fn::Sub: ${A}\n");

        assertThat(template.tree().get("Outputs").toString()).isEqualTo("{O={Value={Fn::Sub=${A}}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "- ", "{a: ", "{\"a\":"})
    void aTemplateThatIsTooDeepIsRefused(String nested) {
        assertThatThrownBy(() -> Template.read("a: 1\nb: " + nested.repeat(10_000)))
                .isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> Template.read(nested.repeat(10_000))).isInstanceOf(FaultException.class);
    }

    @Test
    void aNumberOfABillionDigitsIsRefused() {
        assertThatThrownBy(() -> Tree.parse("{\"a\":1.5e999999999}")).isInstanceOf(FaultException.class);
        assertThat(Tree.text(Tree.map(Tree.parse("{\"a\":1.5e3}")), "a", "")).isEqualTo("1500");
    }

    @Test
    void yamlAndJsonSayTheSame() {
        Template yaml = read("""
                AWSTemplateFormatVersion: 2010-09-09
                Resources:
                  Queue:
                    Type: AWS::SQS::Queue
                    Properties:
                      QueueName: !Sub "${AWS::StackName}-q"
                      DelaySeconds: 5
                      Account: 000123456789
                      FifoQueue: true
                      Tags: [{Key: a, Value: !GetAtt Other.Arn}]
                  Other: {Type: "AWS::SQS::Queue"}
                """);
        Template json = read("""
                {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Queue": {"Type": "AWS::SQS::Queue",
                 "Properties": {"QueueName": {"Fn::Sub": "${AWS::StackName}-q"}, "DelaySeconds": 5,
                 "Account": "000123456789", "FifoQueue": true,
                 "Tags": [{"Key": "a", "Value": {"Fn::GetAtt": ["Other", "Arn"]}}]}},
                 "Other": {"Type": "AWS::SQS::Queue"}}}
                """);

        assertThat(yaml).isEqualTo(json);
        assertThat(Tree.parse(yaml.json())).isEqualTo(yaml.tree());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`a: [` | Template format error: YAML not well-formed. (line 1",
                "`{\"a\": ` | Template format error: JSON not well-formed.",
                "`just words` | Template format error: unsupported structure.",
                "`Resources: {}` | At least one Resources member must be defined.",
                "`Strange: 1` | Invalid template property or properties [Strange]",
                "`Resources: {Q: {Properties: {}}}` | Every Resources object must contain a Type member.",
                "`Resources: {Q-1: {Type: 'AWS::SQS::Queue'}}` | Resource name Q-1 is non alphanumeric.",
                "`Resources: {Q: {Type: 'AWS::No::Thing'}}` | Unrecognized resource types: [AWS::No::Thing]",
                "`Resources: {Q: {Type: 'AWS::SQS::Queue', Properties: }}`"
                        + " | [/Resources/Q/Properties] 'null' values are not allowed in templates",
                "`Resources: {Q: {Type: 'AWS::SQS::Queue', Properties: {A: !Ref X}}}`"
                        + " | Unresolved resource dependencies [X] in the Resources block of the template",
                "`Resources: {Q: {Type: 'AWS::SQS::Queue', DependsOn: X}}` | Unresolved resource dependencies [X]",
                "`Resources: {Q: {Type: 'AWS::SQS::Queue', Condition: X}}` | Unresolved condition dependency X",
                "`Transform: Nobody::Knows` | At least one Resources member must be defined.",
            })
    void whatIsWrongIsSaid(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(FaultException.class).hasMessageContaining(message);
    }

    @Test
    void aliasesOfAliasesAreRefusedBeforeTheyFillTheHeap() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i));
            bomb.append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }

        assertThatThrownBy(() -> Template.read(bomb.toString())).isInstanceOf(FaultException.class);
    }

    @Test
    void loopsAreUnrolled() {
        Template template = Template.read("""
                Transform: AWS::LanguageExtensions
                Parameters: {Names: {Type: CommaDelimitedList}}
                Resources:
                  Fn::ForEach::Queues:
                    - Name
                    - !Ref Names
                    - "Queue${Name}":
                        Type: AWS::SQS::Queue
                        Properties: {QueueName: !Sub "q-${Name}-${AWS::Region}", Alone: !Ref Name}
                """);

        Template unrolled = Templates.transformed(template, Map.of(), Map.of("Names", List.of("a", "b")));

        assertThat(unrolled.resources().keySet()).containsExactly("Queuea", "Queueb");
        assertThat(unrolled.resources().get("Queueb").properties())
                .isEqualTo(Map.of("QueueName", Map.of("Fn::Sub", "q-b-${AWS::Region}"), "Alone", "b"));
    }

    @Test
    void anOrderKeepsWhatIsNeededFirst() {
        Template template = Template.read("""
                Conditions: {No: !Equals [a, b]}
                Resources:
                  A: {Type: X, Properties: {B: !Ref B, D: !If [No, !Ref D, x]}}
                  B: {Type: X, DependsOn: [C]}
                  C: {Type: X, Properties: {S: !Sub "${E.Arn}"}}
                  D: {Type: X, Condition: No}
                  E: {Type: X}
                """);
        Resolver resolver = Resolver.create(template, Map.of(), new TestSurroundings(Map.of()));

        Graph graph = Graph.of(template, resolver);

        assertThat(graph.order()).containsExactly("E", "C", "B", "A");
        assertThat(graph.earlier().get("A")).containsExactly("B");
    }

    @Test
    void aDeploymentComesAfterTheMethodsOfItsApi() {
        Template template = Template.read("""
                Resources:
                  Deployed: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api}}
                  Get: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api}}
                  Late: {Type: AWS::ApiGateway::Method, DependsOn: Between, Properties: {RestApiId: !Ref Api}}
                  Between: {Type: X, DependsOn: Deployed}
                  Foreign: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Other}}
                  Api: {Type: AWS::ApiGateway::RestApi}
                  Other: {Type: AWS::ApiGateway::RestApi}
                """);
        Resolver resolver = Resolver.create(template, Map.of(), new TestSurroundings(Map.of()));

        assertThat(Graph.of(template, resolver).earlier().get("Deployed")).containsExactlyInAnyOrder("Api", "Get");
    }

    @Test
    void aCircleIsRefused() {
        Template template = Template.read("""
                Resources:
                  A: {Type: X, Properties: {B: !Ref B}}
                  B: {Type: X, Properties: {B: !Ref A}}
                  C: {Type: X}
                """);
        Resolver resolver = Resolver.create(template, Map.of(), new TestSurroundings(Map.of()));

        assertThatThrownBy(() -> Graph.of(template, resolver))
                .hasMessage("Circular dependency between resources: [A, B]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{Type: String, AllowedValues: [a, b]} | c | Parameter 'P' must be one of AllowedValues",
                "{Type: String, AllowedPattern: '[a-z]+'} | C | Parameter 'P' must match pattern [a-z]+",
                "{Type: String, MinLength: 2} | c | Parameter 'P' must contain at least 2 characters",
                "{Type: String, MaxLength: 2} | ccc | Parameter 'P' must contain at most 2 characters",
                "{Type: Number} | c | Parameter 'P' must be a number",
                "{Type: Number, MinValue: 3} | 2 | Parameter 'P' must be a number not less than 3",
                "{Type: Number, MaxValue: 3} | 4.5 | Parameter 'P' must be a number not greater than 3",
                "{Type: Number, MaxValue: 3, ConstraintDescription: be small} | 4"
                        + " | Parameter 'P' failed to satisfy constraint: be small",
                "{Type: 'List<Number>'} | 1,x | Parameter 'P' must be a number",
            })
    void aParameterKeepsToItsConstraints(String type, String value, String message) {
        Template template = Template.read("Parameters: {P: " + type + "}\n" + QUEUE);

        assertThatThrownBy(() -> Templates.given(template, Map.of("P", value))).hasMessage(message);
    }

    @Test
    void parametersAreGivenOrHaveADefault() {
        Template template = Template.read("Parameters: {P: {Type: String}, D: {Type: String, Default: d}}\n" + QUEUE);

        assertThat(Templates.given(template, Map.of("P", "p"))).isEqualTo(Map.of("P", "p", "D", "d"));
        assertThatThrownBy(() -> Templates.given(template, Map.of())).hasMessage("Parameters: [P] must have values");
        assertThatThrownBy(() -> Templates.given(template, Map.of("P", "p", "X", "x")))
                .hasMessage("Parameters: [X] do not exist in the template");
    }

    @Test
    void rulesAreObeyed() {
        Template template = Template.read("""
                Parameters: {Stage: {Type: String}, Size: {Type: String}}
                Rules:
                  ProdIsBig:
                    RuleCondition: !Equals [!Ref Stage, prod]
                    Assertions:
                      - {Assert: {"Fn::Contains": [[big, huge], !Ref Size]}, AssertDescription: prod must be big}
                """ + QUEUE);

        Templates.obey(template, Map.of("Stage", "dev", "Size", "small"));
        Templates.obey(template, Map.of("Stage", "prod", "Size", "huge"));
        assertThatThrownBy(() -> Templates.obey(template, Map.of("Stage", "prod", "Size", "small")))
                .hasMessageContaining("prod must be big");
    }

    @Test
    void anIncludeStandsWhereItIsNamed() {
        Template template = Template.read("""
                Transform:
                  - AWS::Serverless-2016-10-31
                  - Name: AWS::Include
                    Parameters: {Location: s3://box/outputs.json}
                Parameters: {Box: {Type: String}}
                Resources:
                  Api:
                    Type: AWS::ApiGateway::RestApi
                    Properties:
                      Name: mine
                      Body:
                        Fn::Transform:
                          Name: AWS::Include
                          Parameters: {Location: !Sub 's3://${Box}/api.yaml'}
                        info: {title: of the template}
                """);
        Map<String, String> objects = Map.of(
                "s3://box/api.yaml", "info: {title: of the file}\nuri: !Sub '${Api}'",
                "s3://box/outputs.json", "{\"Outputs\": {\"Id\": {\"Value\": {\"Ref\": \"Api\"}}}}");

        Template whole = including(template, objects);

        assertThat(Tree.json(whole.section("Resources")))
                .contains("\"Body\":{\"info\":{\"title\":\"of the template\"},\"uri\":{\"Fn::Sub\":\"${Api}\"}}");
        assertThat(Tree.json(whole.section("Outputs"))).isEqualTo("{\"Id\":{\"Value\":{\"Ref\":\"Api\"}}}");
        assertThatThrownBy(() -> including(template, Map.of()))
                .hasMessage("Transform AWS::Include failed with: The specified S3 object's content should be valid"
                        + " Yaml/JSON.");
        assertThatThrownBy(
                        () -> including(Template.read(QUEUE.replace("}}", ", Fn::Transform: {Name: Mine}}}")), objects))
                .hasMessage("No transform named Mine found.");
    }

    private static Template including(Template template, Map<String, String> objects) {
        return Templates.included(
                template,
                Map.of("Box", "box"),
                new TestSurroundings(Map.of()),
                url -> objects.getOrDefault(url, "nothing"));
    }
}
