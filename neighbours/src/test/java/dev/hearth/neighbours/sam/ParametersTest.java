package dev.hearth.neighbours.sam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {

    @Test
    void aValueThatCannotBeChangedIsPutInAsACopy() {
        Map<String, Object> given = Map.of("Zones", List.of("a", Map.of("Ref", "Zone")), "Zone", "b");
        Parameters parameters = new Parameters(given, Tree.map(), "aws", "us-east-1");
        Object resolved =
                parameters.resolve(Tree.map("In", Tree.map("Ref", "Zones"), "Gone", Tree.map("Ref", "Nobody")));
        assertThat(resolved).isEqualTo(Map.of("In", List.of("a", "b"), "Gone", Map.of("Ref", "Nobody")));
    }
}
