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
 * {@code sdk install}: what pip and npm fetch is found by functions that bring nothing, as on Lambda. The packages are
 * made here, so that the test needs no network.
 */
@Tag("slow")
class SdkTest {

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        if (Files.exists(home.resolve(".hearth/hearth.lock"))) {
            new CommandLine(home).hearth("down");
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void wheel(String name, String version) throws IOException {
        String info = name + "-" + version + ".dist-info/";
        write("wheel/" + name + "/__init__.py", "__version__ = '" + version + "'\n");
        write("wheel/" + info + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n");
        write("wheel/" + info + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        write("wheel/" + info + "RECORD", "");
    }

    private void client(String version) throws IOException {
        write("client/package.json", """
                {"name": "@aws-sdk/client-s3", "version": "%s", "main": "index.js"}
                """.formatted(version));
        write("client/index.js", "exports.version = '" + version + "';\n");
    }

    @Test
    void functionsFindThem() throws IOException {
        CommandLine line = new CommandLine(home);
        assumeTrue(line.bash("npm --version && python3 -m pip --version").status() == 0, "npm or pip is not installed");
        wheel("boto3", "9.8.7");
        client("7.6.5");
        write("py/app.py", "import boto3\ndef handler(event, context):\n    return boto3.__version__\n");
        write(
                "mjs/index.mjs",
                "import { version } from '@aws-sdk/client-s3';\nexport const handler = async () => version;\n");
        write(
                "cjs/index.js",
                "const { version } = require('@aws-sdk/client-s3');\nexports.handler = async () => version;\n");
        write("missing/index.mjs", "import '@aws-sdk/client-sns';\nexport const handler = async () => 1;\n");
        write("layer/nodejs/node_modules/@aws-sdk/client-s3/index.js", "exports.version = 'of the layer';\n");
        CommandLine.Result result = line.bash("""
                (cd wheel && python3 -m zipfile -c ../boto3-9.8.7-py3-none-any.whl boto3 boto3-9.8.7.dist-info)
                ./hearth sdk install python --python "$PWD/boto3-9.8.7-py3-none-any.whl" 1>&2
                ./hearth sdk install nodejs --nodejs "$PWD/client" 1>&2
                ./hearth sdk list
                ./hearth up --detach --port 0 1>&2
                eval "$(./hearth env)"
                for each in py mjs cjs missing; do
                    (cd $each && python3 -m zipfile -c ../$each.zip *)
                done
                (cd layer && python3 -m zipfile -c ../layer.zip nodejs)
                make() {
                    aws --endpoint-url "$AWS_ENDPOINT_URL" lambda create-function --function-name "$1" --runtime "$2" \\
                        --handler "$3" --role arn:aws:iam::000000000000:role/any --zip-file "fileb://$4" "${@:5}" 1>&2
                    ./hearth invoke "$1" | grep -v '^ *$'
                }
                make py python3.11 app.handler py.zip
                make mjs nodejs20.x index.handler mjs.zip
                make cjs nodejs20.x index.handler cjs.zip
                layer=$(aws --endpoint-url "$AWS_ENDPOINT_URL" lambda publish-layer-version --layer-name sdk \\
                    --zip-file fileb://layer.zip --query LayerVersionArn --output text)
                make layered nodejs20.x index.handler cjs.zip --layers "$layer"
                (make missing nodejs20.x index.handler missing.zip > failed) || true
                ./hearth logs missing 1>&2
                """);
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "python  boto3 9.8.7",
                        "nodejs  @aws-sdk/client-s3",
                        "\"9.8.7\"",
                        "\"7.6.5\"",
                        "\"7.6.5\"",
                        "\"of the layer\"");
        assertThat(result.err()).contains("@aws-sdk/client-sns is not here; 'hearth sdk install nodejs' brings it");
    }
}
