package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import dev.hearth.drivers.network.RangeVerdict;
import dev.hearth.sandbox.SpaceUse;
import dev.hearth.services.counting.Counting;
import dev.hearth.services.counting.CountingLimits;
import dev.hearth.services.registry.Usage;
import dev.hearth.services.worker.EnvironmentReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusPageTest {

    private List<SpaceUse> space = List.of();
    private Optional<RangeVerdict> range = Optional.empty();
    private final Counting counting =
            Counting.create(CountingLimits.DEFAULTS, new VirtualPorts(Instant.EPOCH, 1).ports());

    @Test
    void aServerWithNothingSaysSo() {
        assertThat(page(List.of()).lines())
                .contains("endpoint     http://e, process "
                        + ProcessHandle.current().pid() + ", up 7 s, " + residentMb() + " MB resident")
                .contains("concurrency  0 of 1000 in use, 1000 unreserved", "throttles    none", "environments none")
                .last()
                .isEqualTo("functions    2, 3 kB of code");
    }

    @Test
    void functionsStandInATable() {
        String arn = "arn:aws:lambda:us-east-1:000000000000:function:";
        counting.putFunctionConcurrency(arn + "b", 0);
        counting.reserve(arn + "b", "$LATEST", counting.enterResident("test"));
        String page = page(List.of(
                new EnvironmentReport("1", arn + "a", "1", "idle", 128, "00"),
                new EnvironmentReport("2", arn + "a", "2", "idle", 128, "00"),
                new EnvironmentReport("3", arn + "a", "1", "busy", 128, "00")));
        assertThat(page.lines().map(line -> line.replaceAll(" +", " ")))
                .contains("environments 2 idle, 1 busy")
                .contains("throttles 1 ReservedFunctionConcurrentInvocationLimitExceeded")
                .containsSubsequence(
                        "function starting idle busy ending in use reserved throttled",
                        "a 0 2 1 0 0 - 0",
                        "b 0 0 0 0 0 0 1");
    }

    @Test
    void storesTellWhatTheyTakeAndWhenSomethingGoes() {
        space = List.of(
                new SpaceUse("images", 2, 0, 120L << 20, 0, 0),
                new SpaceUse("snapshots", 3, 1, 700L << 20, 32, 8L << 30));
        assertThat(page(List.of()).lines())
                .contains(
                        "images       2, 120 MB, kept until removed",
                        "snapshots    3 (1 in use), 700 MB; at most 32 and 8192 MB, the longest unused go first");
    }

    @Test
    void theGuestsAddressesAndWhoCameToOverlapThemAreTold() {
        range = Optional.of(new RangeVerdict(
                Optional.of("10.211.0.0/16"),
                true,
                "",
                List.of(new RangeVerdict.Conflict("10.211.7.0/24", "WireGuard (wg0)", "route 10.211.7.0/24 dev wg0")),
                List.of(),
                Optional.empty(),
                16_383));
        assertThat(page(List.of()).lines().map(String::strip))
                .containsSubsequence(
                        "addresses    10.211.0.0/16, room for 16383 guests",
                        "CONFLICT: 10.211.7.0/24 of WireGuard (wg0) appeared (route 10.211.7.0/24 dev wg0); restart"
                                + " Hearth, and it chooses another range");
    }

    private String page(List<EnvironmentReport> environments) {
        json = new StatusText(
                        "http://e",
                        "/d",
                        "namespace",
                        "it works",
                        7,
                        new Usage(2, 4000),
                        counting.usage(),
                        environments,
                        EventStatus.NOTHING,
                        space,
                        range)
                .json();
        return StatusPage.of(json);
    }

    private String json = "";

    /** As the page itself was told: it changes from one look to the next. */
    private long residentMb() {
        return Long.parseLong(json.replaceAll(".*\"residentKb\":(\\d+).*", "$1")) / 1024;
    }
}
