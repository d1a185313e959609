package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SAM template from nothing to nothing, by {@code hearth deploy} and by the stock AWS CLI. */
class DeployTest {

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Parameters: {Greeting: {Type: String, Default: Hello}}
            Globals: {Function: {Runtime: python3.11, Timeout: 10}}
            Resources:
              Greeter:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: src/
                  Handler: app.greet
                  Role: arn:aws:iam::000000000000:role/any
                  AutoPublishAlias: live
                  FunctionUrlConfig: {AuthType: NONE}
                  Environment: {Variables: {GREETING: !Ref Greeting, JOBS: !Ref Jobs}}
                  Events:
                    Job: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}
                    Tick: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
              Jobs: {Type: AWS::SQS::Queue}
              Logs:
                Type: AWS::Logs::LogGroup
                Properties: {LogGroupName: !Join ['', [/aws/lambda/, !Ref Greeter]]}
            Outputs:
              Alias: {Value: !Ref Greeter.Alias}
              Name: {Value: !Ref Greeter}
              Jobs: {Value: !Ref Jobs}
            """;

    private static final String CODE = """
            import os
            def greet(event, context):
                return os.environ['GREETING'] + ' from one, jobs at ' + os.environ['JOBS']
            """;

    @TempDir
    private static Path home;

    private final CommandLine line = new CommandLine(home);

    @BeforeAll
    static void start() {
        CommandLine.Result up = new CommandLine(home).hearth("up", "--detach", "--port", "0");
        assertThat(up.status()).as(up.err()).isZero();
    }

    @AfterAll
    static void stop() {
        new CommandLine(home).hearth("down");
    }

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(home.resolve("greeter/src"));
        Files.writeString(home.resolve("greeter/template.yaml"), TEMPLATE);
        Files.writeString(home.resolve("greeter/src/app.py"), CODE);
    }

    @Test
    void deployBuildsAndTellsAndUndeployLeavesNothing() {
        CommandLine.Result result = line.bash("""
                ./hearth deploy greeter/template.yaml
                ./hearth deploy greeter/template.yaml
                sed -i 's/from one/from two/' greeter/src/app.py
                ./hearth deploy greeter/template.yaml --parameter Greeting=Ahoy | tee second.txt
                name=$(sed -n 's/^  Name = //p' second.txt)
                ./hearth invoke "$name"
                ! ./hearth deploy greeter/template.yaml --parameter Greting=x
                sed 's/Timeout: 10/Timeout: 9999/' greeter/template.yaml > greeter/bad.yaml
                ! ./hearth deploy greeter/bad.yaml --stack-name greeter
                ./hearth invoke "$name"
                ./hearth undeploy greeter
                ! ./hearth invoke "$name"
                """);

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .containsPattern("CREATE_COMPLETE +AWS::Lambda::Function +Greeter")
                .contains("greeter: nothing to change")
                .containsPattern("UPDATE_COMPLETE +AWS::CloudFormation::Stack +greeter")
                .containsPattern("Alias = arn:aws:lambda:us-east-1:000000000000:function:greeter-Greeter-\\w+:live")
                .containsPattern("(?s)Ahoy from two.*Ahoy from two")
                .containsPattern("DELETE_COMPLETE +AWS::SQS::Queue +Jobs");
        assertThat(result.err())
                .contains("Parameters: [Greting] do not exist in the template")
                .contains("greeter ended as UPDATE_ROLLBACK_COMPLETE. Greeter: ")
                .contains("Function not found");
    }

    @Test
    void theStockCommandLineDeploysTheSame() {
        Optional<AwsCli> cli = AwsCli.installed(line).stream().findFirst();
        assumeTrue(cli.isPresent(), "no AWS CLI is installed");
        CommandLine.Result result = line.bash(cli.orElseThrow().shellFunction() + """
                eval "$(./hearth env)"
                aws s3 mb s3://packages
                cd greeter
                aws cloudformation package --template-file template.yaml --s3-bucket packages \\
                    --output-template-file packaged.yaml
                aws cloudformation deploy --template-file packaged.yaml --stack-name cli \\
                    --capabilities CAPABILITY_IAM
                aws cloudformation deploy --template-file packaged.yaml --stack-name cli \\
                    --capabilities CAPABILITY_IAM --parameter-overrides Greeting=Ahoy
                name=$(aws cloudformation describe-stacks --stack-name cli --output text \\
                    --query "Stacks[0].Outputs[?OutputKey=='Name'].OutputValue")
                aws lambda invoke --function-name "$name" out.json
                cat out.json
                echo
                aws cloudformation delete-stack --stack-name cli
                aws cloudformation wait stack-delete-complete --stack-name cli
                aws lambda list-functions --query 'length(Functions)'
                """);

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains("Successfully created/updated stack - cli")
                .contains("Ahoy from one, jobs at http://")
                .containsPattern("\\n0\\n");
    }

    @Test
    void oneFunctionRunsWithoutAStack() throws IOException {
        Files.writeString(home.resolve("e.json"), "{}");

        CommandLine.Result result =
                line.hearth("local", "invoke", "Greeter", "--template", "greeter/template.yaml", "--event", "e.json");

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).isEqualTo("\"Hello from one, jobs at Jobs\"\n");
        assertThat(result.err()).contains("REPORT RequestId");
    }
}
