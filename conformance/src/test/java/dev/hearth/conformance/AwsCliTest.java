package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user types first, word by word, with the stock AWS CLI. */
class AwsCliTest {

    private static final String HELLO = """
            def handler(event, context):
                print('said hello')
                return 'hello ' + event['name']
            """;

    @TempDir
    private Path home;

    private CommandLine line = new CommandLine(Path.of("."));

    @BeforeEach
    void start() {
        line = new CommandLine(home);
        CommandLine.Result up = line.hearth("up", "--detach", "--port", "0");
        assertThat(up.status()).as(up.err()).isZero();
    }

    @AfterEach
    void stop() {
        line.hearth("down");
    }

    @Test
    void theFirstFunctionWithVersion2() throws Exception {
        Optional<AwsCli> cli =
                AwsCli.installed(line).stream().filter(AwsCli::isVersion2).findFirst();
        assumeTrue(cli.isPresent(), "no AWS CLI of version 2 is installed");
        firstFunction(cli.orElseThrow(), """
                aws lambda invoke --function-name hello --payload '{"name":"you"}' \\
                    --cli-binary-format raw-in-base64-out out.json --log-type Tail
                """, "aws logs tail /aws/lambda/hello --since 10m");
    }

    @Test
    void theFirstFunctionWithVersion1() throws Exception {
        Optional<AwsCli> cli = AwsCli.installed(line).stream()
                .filter(found -> !found.isVersion2())
                .findFirst();
        assumeTrue(cli.isPresent(), "no AWS CLI of version 1 is installed");
        firstFunction(
                cli.orElseThrow(),
                "aws lambda invoke --function-name hello --payload '{\"name\":\"you\"}' --log-type Tail out.json\n",
                "aws logs filter-log-events --log-group-name /aws/lambda/hello");
    }

    private void firstFunction(AwsCli cli, String invoke, String tail) throws IOException {
        Files.write(home.resolve("hello.zip"), Zip.of("app.py", HELLO));
        CommandLine.Result result = line.bash(cli.shellFunction() + """
                eval "$(./hearth env)"
                aws lambda create-function --function-name hello --runtime python3.11 --handler app.handler \\
                    --role arn:aws:iam::000000000000:role/any --zip-file fileb://hello.zip
                aws lambda wait function-active-v2 --function-name hello
                """ + invoke + "cat out.json\n" + tail + """

                ./hearth invoke hello --payload '{"name":"me"}' --tail
                ./hearth logs hello --since 10m
                aws lambda update-function-configuration --function-name hello --timeout 7
                aws lambda wait function-updated-v2 --function-name hello
                aws lambda get-function --function-name hello
                aws sts get-caller-identity
                aws logs describe-log-groups
                aws lambda delete-function --function-name hello
                aws lambda list-functions
                """);

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains("\"FunctionName\": \"hello\"")
                .contains("\"ExecutedVersion\": \"$LATEST\"")
                .contains("\"hello you\"")
                .contains("said hello")
                .contains("REPORT RequestId")
                .contains("\"hello me\"")
                .contains("\"Timeout\": 7")
                .contains("\"Account\": \"000000000000\"")
                .contains("\"logGroupName\": \"/aws/lambda/hello\"");
        assertThat(result.err()).contains("START RequestId");
    }

    @Test
    void aFunctionsErrorIsSeenByTheCommandLine() throws Exception {
        Optional<AwsCli> cli = AwsCli.installed(line).stream().findFirst();
        assumeTrue(cli.isPresent(), "no AWS CLI is installed");
        Files.write(
                home.resolve("bad.zip"), Zip.of("app.py", "def handler(event, context):\n    raise KeyError('x')\n"));
        CommandLine.Result result = line.bash(cli.orElseThrow().shellFunction() + """
                eval "$(./hearth env)"
                aws lambda create-function --function-name bad --runtime python3.11 --handler app.handler \\
                    --role arn:aws:iam::000000000000:role/any --zip-file fileb://bad.zip
                aws lambda wait function-active-v2 --function-name bad
                aws lambda invoke --function-name bad out.json
                ./hearth invoke bad
                """);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("\"FunctionError\": \"Unhandled\"").contains("KeyError");
    }

    @Test
    void queuesWithEveryCommandLine() {
        for (AwsCli cli : AwsCli.installed(line)) {
            CommandLine.Result result = line.bash(cli.shellFunction() + """
                    eval "$(./hearth env)"
                    url=$(aws sqs create-queue --queue-name cli --query QueueUrl --output text)
                    aws sqs send-message --queue-url "$url" --message-body 'from the shell' \\
                        --message-attributes '{"a":{"DataType":"String","StringValue":"b"}}'
                    receipt=$(aws sqs receive-message --queue-url "$url" --wait-time-seconds 20 \\
                        --message-attribute-names All --query 'Messages[0].[Body,ReceiptHandle]' --output text \\
                        | tee out | cut -f 2)
                    cat out
                    aws sqs delete-message --queue-url "$url" --receipt-handle "$receipt"
                    aws sqs get-queue-attributes --queue-url "$url" --attribute-names All
                    aws sqs delete-queue --queue-url "$url"
                    aws sqs get-queue-url --queue-name cli 2>&1 || true
                    """);
            assertThat(result.status()).as(result.out() + result.err()).isZero();
            assertThat(result.out())
                    .contains("from the shell")
                    .contains("\"ApproximateNumberOfMessages\": \"0\"")
                    .contains("AWS.SimpleQueueService.NonExistentQueue");
        }
    }

    @Test
    void rulesWithEveryCommandLine() {
        for (AwsCli cli : AwsCli.installed(line)) {
            CommandLine.Result result = line.bash(cli.shellFunction() + """
                    eval "$(./hearth env)"
                    queue=$(aws sqs create-queue --queue-name rules --query QueueUrl --output text)
                    arn=arn:aws:sqs:us-east-1:000000000000:${queue##*/}
                    aws events put-rule --name done --event-pattern '{"detail":{"state":["done"]}}' --tags Key=a,Value=b
                    aws events put-targets --rule done --targets "Id=q,Arn=$arn"
                    aws events describe-rule --name done
                    aws events list-tags-for-resource \\
                        --resource-arn arn:aws:events:us-east-1:000000000000:rule/done
                    aws events put-events --entries \\
                        '[{"Source":"shell","DetailType":"Job","Detail":"{\\"state\\":\\"done\\"}"}]'
                    aws sqs receive-message --queue-url "$queue" --wait-time-seconds 20 \\
                        --query 'Messages[0].Body' --output text
                    aws events delete-rule --name done 2>&1 || true
                    aws events remove-targets --rule done --ids q
                    aws events delete-rule --name done
                    aws events describe-rule --name done 2>&1 || true
                    """);
            assertThat(result.out())
                    .as(result.err())
                    .contains("\"FailedEntryCount\": 0", "\"State\": \"ENABLED\"", "\"Key\": \"a\"")
                    .contains("\"detail-type\":\"Job\",\"source\":\"shell\"", "\"detail\":{\"state\":\"done\"}")
                    .contains("Rule can't be deleted since it has targets.")
                    .contains("(ResourceNotFoundException) when calling the DescribeRule operation");
        }
    }

    @Test
    void boto3Works() {
        assumeTrue(line.bash("python3 -c 'import boto3'").status() == 0, "boto3 is not installed");
        CommandLine.Result result = line.bash("""
                eval "$(./hearth env)"
                python3 - <<'PY'
                import base64, boto3, io, json, zipfile
                data = io.BytesIO()
                with zipfile.ZipFile(data, "w") as z:
                    z.writestr("app.py", "def handler(e, c): return {'got': e}")
                client = boto3.client("lambda")
                client.create_function(FunctionName="b", Runtime="python3.11", Handler="app.handler",
                    Role="arn:aws:iam::000000000000:role/any", Code={"ZipFile": data.getvalue()})
                client.get_waiter("function_active_v2").wait(FunctionName="b")
                answer = client.invoke(FunctionName="b", Payload=json.dumps({"a": "ä"}), LogType="Tail")
                print(json.load(answer["Payload"]), "REPORT" in base64.b64decode(answer["LogResult"]).decode())
                try:
                    client.get_function(FunctionName="missing")
                except client.exceptions.ResourceNotFoundException as e:
                    print("not found", e.response["Error"]["Message"])
                PY
                """);

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("{'got': {'a': 'ä'}} True").contains("not found Function not found");
    }
}
