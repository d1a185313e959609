package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** {@code examples/javascript-sdk}: buckets and tables with the SDK for JavaScript v3, which npm installs. */
@Tag("slow")
@ExtendWith(SharedHearth.class)
class JavaScriptSdkTest {

    private final Hearth hearth;

    @TempDir
    private Path home;

    JavaScriptSdkTest(Hearth hearth) {
        this.hearth = hearth;
    }

    @Test
    void bucketsAndTablesWork() throws IOException {
        CommandLine line = new CommandLine(home);
        assumeTrue(line.bash("command -v npm || true").out().contains("npm"), "no npm is installed");
        for (String file : new String[] {"package.json", "try.js"}) {
            Files.copy(Checkout.root().resolve("examples/javascript-sdk").resolve(file), home.resolve(file));
        }
        Path cache = Files.createDirectories(Checkout.root().resolve("conformance/target/npm"));
        CommandLine.Result installed =
                line.bash("timeout 90 npm install --cache '%s' --prefer-offline --no-audit --no-fund --ignore-scripts"
                        .formatted(cache));
        assumeTrue(installed.status() == 0, () -> "npm cannot install: " + installed.err());

        AwsCredentials keys = hearth.keys();
        CommandLine.Result result =
                line.bash("""
                export AWS_ENDPOINT_URL=%s AWS_REGION=us-east-1
                export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s
                timeout 200 node try.js
                """.formatted(hearth.endpoint(), keys.accessKeyId(), keys.secretAccessKey()));

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "put and get",
                        "list",
                        "multipart",
                        "presigned",
                        "bucket removed",
                        "item",
                        "query",
                        "transaction",
                        "table removed");
    }
}
