package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsResponse;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyStatusEnum;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigResponse;

/** Provisioned concurrency, with the AWS SDK for Java. */
@ExtendWith(SharedHearth.class)
class ProvisionedTest {

    private static final String TYPE = """
            import os
            def handler(e, c):
                return [os.environ['AWS_LAMBDA_INITIALIZATION_TYPE'], c.function_version]
            """;

    private final Hearth hearth;

    ProvisionedTest(Hearth hearth) {
        this.hearth = hearth;
    }

    @Test
    void environmentsAreStartedAheadForAnAliasAndFollowIt() {
        try (Function function = Function.python(hearth, TYPE)) {
            String one = publish(function);
            hearth.lambda()
                    .createAlias(create ->
                            create.functionName(function.name()).name("prod").functionVersion(one));
            PutProvisionedConcurrencyConfigResponse put = put(function, "prod", 2);
            assertThat(put.requestedProvisionedConcurrentExecutions()).isEqualTo(2);
            assertThat(put.status()).isEqualTo(ProvisionedConcurrencyStatusEnum.IN_PROGRESS);

            GetProvisionedConcurrencyConfigResponse ready = ready(function, "prod");
            assertThat(ready.availableProvisionedConcurrentExecutions()).isEqualTo(2);
            assertThat(ready.allocatedProvisionedConcurrentExecutions()).isEqualTo(2);
            assertThat(ready.lastModified()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+0000");
            assertThat(invoke(function, "prod")).isEqualTo("[\"provisioned-concurrency\", \"1\"]");
            assertThat(invoke(function, "1")).isEqualTo("[\"on-demand\", \"1\"]");
            assertThat(hearth.lambda().getAccountSettings().accountLimit().unreservedConcurrentExecutions())
                    .isEqualTo(998);

            function.updateCode(Zip.of("app.py", TYPE + "# two\n"));
            String two = publish(function);
            hearth.lambda()
                    .updateAlias(update ->
                            update.functionName(function.name()).name("prod").functionVersion(two));
            ready(function, "prod");
            assertThat(invoke(function, "prod")).isEqualTo("[\"provisioned-concurrency\", \"2\"]");

            ListProvisionedConcurrencyConfigsResponse list =
                    hearth.lambda().listProvisionedConcurrencyConfigs(all -> all.functionName(function.name()));
            assertThat(list.provisionedConcurrencyConfigs())
                    .singleElement()
                    .satisfies(
                            item -> assertThat(item.functionArn()).endsWith(":function:" + function.name() + ":prod"));
        }
        assertThat(hearth.lambda().getAccountSettings().accountLimit().unreservedConcurrentExecutions())
                .isEqualTo(1000);
    }

    @Test
    void provisionedConcurrencyEndsWhenItIsDeleted() {
        try (Function function = Function.python(hearth, TYPE)) {
            String one = publish(function);
            put(function, one, 1);
            ready(function, one);
            hearth.lambda()
                    .deleteProvisionedConcurrencyConfig(
                            delete -> delete.functionName(function.name()).qualifier(one));
            assertThatThrownBy(() -> get(function, one))
                    .isInstanceOf(ProvisionedConcurrencyConfigNotFoundException.class)
                    .hasMessageContaining("No Provisioned Concurrency Config found for this function");
            assertThat(invoke(function, one)).isEqualTo("[\"on-demand\", \"1\"]");
        }
    }

    @Test
    void anInitThatFailsIsTold() {
        try (Function function = Function.python(hearth, "raise Exception('no')\n")) {
            String one = publish(function);
            put(function, one, 1);
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> get(function, one).status() == ProvisionedConcurrencyStatusEnum.FAILED);
            assertThat(get(function, one).statusReason()).isNotEmpty();
        }
    }

    @Test
    void latestCannotBeProvisioned() {
        try (Function function = Function.python(hearth, TYPE)) {
            assertThatThrownBy(() -> put(function, "$LATEST", 1))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining(
                            "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
        }
    }

    private String publish(Function function) {
        String version = hearth.lambda()
                .publishVersion(publish -> publish.functionName(function.name()))
                .version();
        hearth.lambda()
                .waiter()
                .waitUntilFunctionActiveV2(
                        get -> get.functionName(function.name()).qualifier(version));
        return version;
    }

    private PutProvisionedConcurrencyConfigResponse put(Function function, String qualifier, int environments) {
        return hearth.lambda()
                .putProvisionedConcurrencyConfig(put -> put.functionName(function.name())
                        .qualifier(qualifier)
                        .provisionedConcurrentExecutions(environments));
    }

    private GetProvisionedConcurrencyConfigResponse get(Function function, String qualifier) {
        return hearth.lambda()
                .getProvisionedConcurrencyConfig(
                        get -> get.functionName(function.name()).qualifier(qualifier));
    }

    private GetProvisionedConcurrencyConfigResponse ready(Function function, String qualifier) {
        return await().atMost(Duration.ofSeconds(120))
                .until(
                        () -> get(function, qualifier),
                        config -> config.status() == ProvisionedConcurrencyStatusEnum.READY);
    }

    private String invoke(Function function, String qualifier) {
        return hearth.lambda()
                .invoke(invoke -> invoke.functionName(function.name()).qualifier(qualifier))
                .payload()
                .asUtf8String();
    }
}
