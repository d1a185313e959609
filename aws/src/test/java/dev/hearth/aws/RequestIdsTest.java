package dev.hearth.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.core.VirtualPorts;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

    @Test
    void areRandomUuidsAndNeverTheSame() {
        RequestIds ids = new RequestIds(new VirtualPorts(Instant.EPOCH, 1));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            String id = ids.next();
            assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
            assertThat(seen.add(id)).isTrue();
        }
    }
}
