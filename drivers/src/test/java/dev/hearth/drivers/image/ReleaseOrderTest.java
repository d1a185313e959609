package dev.hearth.drivers.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which of several kernels is the newest. */
class ReleaseOrderTest {

    @Test
    void numbersCountAsNumbers() {
        assertThat(Stream.of("6.12.0-1-cloud", "6.1.0-9-cloud", "6.1.0-56-cloud", "10.0", "6.1.0", "6.1.0-56-cloud-rt")
                        .sorted(new ReleaseOrder()))
                .containsExactly(
                        "6.1.0", "6.1.0-9-cloud", "6.1.0-56-cloud", "6.1.0-56-cloud-rt", "6.12.0-1-cloud", "10.0");
    }

    @Test
    void theSameReleaseIsNeitherOlderNorNewer() {
        assertThat(new ReleaseOrder().compare("6.1.0-56-cloud", "6.1.0-56-cloud"))
                .isZero();
    }
}
