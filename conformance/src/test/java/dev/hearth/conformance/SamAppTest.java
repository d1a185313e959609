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

/**
 * {@code examples/sam-app} from nothing to nothing, by the stock AWS CLI and by {@code hearth deploy}. The CLI's
 * {@code deploy} looks every 30 s only whether a stack is made, so its change sets are executed by a command of their
 * own.
 */
class SamAppTest {

    private static final String CLI = """
            eval "$(./hearth env)"
            cd sam-app
            deploy() {
                aws cloudformation package --template-file template.yaml --s3-bucket packages \\
                    --output-template-file packaged.yaml
                aws cloudformation deploy --template-file packaged.yaml --stack-name sam-app \\
                    --capabilities CAPABILITY_IAM --no-execute-changeset "$@" | tee deploy.txt
                aws cloudformation execute-change-set --change-set-name "$(grep -o 'arn:aws:[^ ]*' deploy.txt)"
                state=IN_PROGRESS
                while [[ $state == *IN_PROGRESS* ]]; do
                    state=$(aws cloudformation describe-stacks --stack-name sam-app --output text \\
                        --query 'Stacks[0].StackStatus')
                done
                echo "$state"
            }
            call() {
                url=$(aws cloudformation describe-stacks --stack-name sam-app --output text \\
                    --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue")
                curl -sS "$(echo "$url" | sed "s|https://\\([a-z0-9]*\\)[^/]*|$AWS_ENDPOINT_URL/_api/\\1|")"
                echo
            }
            aws s3 mb s3://packages
            deploy
            call HelloUrl
            call HttpUrl
            sed -i 's/said = f"/said = f"Now: /' src/app.py
            deploy --parameter-overrides Greeting=Ahoy
            call HelloUrl
            aws cloudformation delete-stack --stack-name sam-app
            aws cloudformation wait stack-delete-complete --stack-name sam-app
            """;

    private static final String WHAT_IS_LEFT = """
            aws lambda list-functions --query 'Functions[].FunctionName'
            aws lambda list-event-source-mappings --query 'EventSourceMappings[].UUID'
            aws apigateway get-rest-apis --query 'items[].id'
            aws apigatewayv2 get-apis --query 'Items[].ApiId'
            aws iam list-roles --query 'Roles[].RoleName'
            aws dynamodb list-tables --query TableNames
            aws sns list-topics --query Topics
            aws sns list-subscriptions --query Subscriptions
            aws sqs list-queues --endpoint-url "$AWS_ENDPOINT_URL" --query 'QueueUrls || `[]`'
            aws events list-rules --query 'Rules[].Name'
            aws logs describe-log-groups --query 'logGroups[].logGroupName'
            aws s3api list-buckets --query "Buckets[?Name!='packages'].Name"
            """;

    private static final int KINDS = WHAT_IS_LEFT.split("\n").length;

    @TempDir
    private Path home;

    private CommandLine line = new CommandLine(Path.of("."));

    @BeforeEach
    void start() throws IOException {
        line = new CommandLine(home);
        Path example = Checkout.root().resolve("examples/sam-app");
        Files.createDirectories(home.resolve("sam-app/src"));
        for (String file : new String[] {"template.yaml", "src/app.py"}) {
            Files.copy(example.resolve(file), home.resolve("sam-app").resolve(file));
        }
        CommandLine.Result up = line.hearth("up", "--detach", "--port", "0");
        assertThat(up.status()).as(up.err()).isZero();
    }

    @AfterEach
    void stop() {
        line.hearth("down");
    }

    @Test
    void theStockCommandLineMakesChangesAndDeletesIt() {
        Optional<AwsCli> cli = AwsCli.installed(line).stream().findFirst();
        assumeTrue(cli.isPresent(), "no AWS CLI is installed");

        CommandLine.Result result = line.bash(cli.orElseThrow().shellFunction() + CLI + "{ " + WHAT_IS_LEFT
                + "} > left.txt\necho left: $(tr -d ' \\n' < left.txt)\n");

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains("{\"said\": \"Hello, you!\"}")
                .contains("{\"said\": \"Hello, world!\"}")
                .contains("{\"said\": \"Now: Ahoy, you!\"}")
                .contains("left: " + "[]".repeat(KINDS));
    }

    @Test
    void hearthDeployMakesChangesAndDeletesIt() {
        CommandLine.Result result = line.bash("""
                deploy() {
                    ./hearth deploy sam-app/template.yaml "$@" | tee told.txt
                    curl -sS "$(grep -o 'http://[^ ]*/hello/you' told.txt | tail -n 1)"
                    echo
                }
                deploy
                sed -i 's/said = f"/said = f"Now: /' sam-app/src/app.py
                deploy --parameter Greeting=Ahoy
                ./hearth undeploy sam-app
                """);

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out())
                .contains("{\"said\": \"Hello, you!\"}")
                .contains("{\"said\": \"Now: Ahoy, you!\"}")
                .containsPattern("DELETE_COMPLETE +AWS::DynamoDB::Table +Todos");
    }
}
