package dev.hearth.drivers.firecracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitsTest {

    private static final String BANDWIDTH = "{\"bandwidth\":{\"size\":1048576,\"refill_time\":100}}";
    private static final String BOTH = "{\"bandwidth\":{\"size\":9,\"one_time_burst\":7,\"refill_time\":5},"
            + "\"ops\":{\"size\":1000,\"refill_time\":1000}}";

    @Test
    void reachesTheRequestsAsItWasWrittenAndMatchesTheDescription() throws IOException {
        RateLimits limits = new RateLimits(BOTH, BANDWIDTH, "");
        VmPlan.DrivePlan drive =
                VmPlan.DrivePlan.shared("code", Path.of("/code"), false).with(limits.ofDrives());
        VmPlan.NetworkPlan network = new VmPlan.NetworkPlan(
                "tap0", "06:00:ac:10:00:02", 1500, Optional.empty(), limits.ofReceived(), limits.ofSent());
        VmConfig config = new VmPlan(
                        "limited",
                        VmLimits.ofMemory(128),
                        Path.of("/k"),
                        Optional.empty(),
                        "",
                        java.util.List.of(drive),
                        Optional.of(network),
                        false)
                .config();

        assertThat(Json.text(config.drives().getFirst())).contains("\"rate_limiter\":" + BOTH);
        assertThat(Json.text(config.networkInterfaces().getFirst()))
                .contains("\"rx_rate_limiter\":" + BANDWIDTH)
                .doesNotContain("tx_rate_limiter");
        ApiDescription description = ApiDescription.read();
        for (Call call : config.calls()) {
            assertThat(description.judgeRequest(
                            call.method().toString(), call.path(), Json.object(Json.text(call.body()))))
                    .isEmpty();
        }
    }

    @Test
    void withoutThemThereIsNoLimit() {
        assertThat(RateLimits.NONE.ofDrives()).isEmpty();
        assertThat(RateLimits.NONE.ofReceived()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{}",
                "{\"bandwith\":{\"size\":1,\"refill_time\":1}}",
                "{\"ops\":7}",
                "{\"ops\":{\"size\":1}}",
                "{\"ops\":{\"size\":1,\"refill_time\":1,\"more\":1}}",
                "{\"ops\":{\"size\":0,\"refill_time\":1}}",
                "{\"ops\":{\"size\":1.5,\"refill_time\":1}}",
                "{\"ops\":{\"size\":99999999999999999999,\"refill_time\":1}}"
            })
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> new RateLimits("", text, "")).isInstanceOf(IllegalArgumentException.class);
    }
}
