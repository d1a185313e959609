package dev.hearth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.TenantIsolationMode;

/** Functions whose environments serve one tenant each, with the AWS SDK for Java. */
@ExtendWith(SharedHearth.class)
class TenancyTest {

    private static final String SEEN = "seen = []\ndef handler(e, c):\n    seen.append(e['t'])\n    return seen\n";

    private final Hearth hearth;

    TenancyTest(Hearth hearth) {
        this.hearth = hearth;
    }

    @Test
    void aTenantsEnvironmentNeverServesAnother() {
        try (Function function = Function.python(
                hearth,
                SEEN,
                create ->
                        create.tenancyConfig(tenancy -> tenancy.tenantIsolationMode(TenantIsolationMode.PER_TENANT)))) {
            assertThat(invoke(function, "blue")).isEqualTo("[\"blue\"]");
            assertThat(invoke(function, "green")).isEqualTo("[\"green\"]");
            assertThat(invoke(function, "blue")).isEqualTo("[\"blue\", \"blue\"]");
            assertThatThrownBy(() -> function.invoke("{\"t\": 1}"))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("Add a valid tenant ID in your request.");
        }
    }

    @Test
    void aFunctionWithoutTenantsTakesNone() {
        try (Function function = Function.python(hearth, SEEN)) {
            assertThatThrownBy(() -> invoke(function, "blue")).isInstanceOf(InvalidParameterValueException.class);
        }
    }

    private String invoke(Function function, String tenant) {
        return hearth.lambda()
                .invoke(invoke -> invoke.functionName(function.name())
                        .tenantId(tenant)
                        .payload(SdkBytes.fromUtf8String("{\"t\": \"" + tenant + "\"}")))
                .payload()
                .asUtf8String();
    }
}
