package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions that use boto3 and the SDK for JavaScript, as pip and npm bring them, are sessions of their role: from
 * variables, and with SnapStart from their Runtime API. It fetches some 60 MB, so it runs where HEARTH_FETCH_SDKS is
 * set.
 */
@Tag("slow")
class FunctionRoleTest {

    private static final String PYTHON = """
            import boto3
            sts, s3 = boto3.client("sts"), boto3.client("s3")
            def handler(event, context):
                s3.create_bucket(Bucket=event["bucket"])
                s3.put_object(Bucket=event["bucket"], Key="k", Body=b"v")
                source = boto3.Session().get_credentials().method
                return [sts.get_caller_identity()["Arn"], source, s3.list_buckets()["Buckets"][0]["Name"]]
            """;

    private static final String NODE = """
            import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
            import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
            const sts = new STSClient({}), s3 = new S3Client({ forcePathStyle: true });
            export const handler = async (event) => {
              const object = await s3.send(new GetObjectCommand({ Bucket: event.bucket, Key: 'k' }));
              return [(await sts.send(new GetCallerIdentityCommand({}))).Arn, await object.Body.transformToString()];
            };
            """;

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        if (Files.exists(home.resolve(".hearth/hearth.lock"))) {
            new CommandLine(home).hearth("down");
        }
    }

    @Test
    void sdksSignAsTheRole() throws IOException {
        assumeTrue(System.getenv("HEARTH_FETCH_SDKS") != null, "HEARTH_FETCH_SDKS is not set: no SDKs are fetched");
        CommandLine line = new CommandLine(home);
        // By whoever runs the test: where their pip and npm fetch from is said in their home.
        CommandLine.Result fetched = line.bash("""
                data=$HOME/.hearth
                HOME='%s'
                ./hearth sdk install python --python boto3 --data "$data" 1>&2
                ./hearth sdk install nodejs --nodejs "@aws-sdk/client-sts,@aws-sdk/client-s3" --data "$data" 1>&2
                """.formatted(System.getProperty("user.home")));
        assertThat(fetched.status()).as(fetched.err()).isZero();
        Files.writeString(home.resolve("app.py"), PYTHON);
        Files.writeString(home.resolve("index.mjs"), NODE);
        CommandLine.Result result = line.bash("""
                ./hearth up --detach --port 0 1>&2
                eval "$(./hearth env)"
                python3 -m zipfile -c py.zip app.py
                python3 -m zipfile -c js.zip index.mjs
                make() {
                    aws --endpoint-url "$AWS_ENDPOINT_URL" lambda create-function --function-name "$1" --runtime "$2" \\
                        --handler "$3" --role arn:aws:iam::000000000000:role/worker --timeout 30 --memory-size 512 \\
                        --zip-file "fileb://$4" "${@:5}" 1>&2
                }
                make py python3.11 app.handler py.zip
                make js nodejs20.x index.handler js.zip
                make snap python3.11 app.handler py.zip --snap-start ApplyOn=PublishedVersions --publish
                ./hearth invoke py --payload '{"bucket":"one"}'
                ./hearth invoke js --payload '{"bucket":"one"}'
                ./hearth invoke snap:1 --payload '{"bucket":"one"}'
                """);
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out().lines().filter(each -> !each.isBlank()))
                .containsExactly(
                        "[\"arn:aws:sts::000000000000:assumed-role/worker/py\", \"env\", \"one\"]",
                        "[\"arn:aws:sts::000000000000:assumed-role/worker/js\",\"v\"]",
                        "[\"arn:aws:sts::000000000000:assumed-role/worker/snap\", \"container-role\", \"one\"]");
    }
}
