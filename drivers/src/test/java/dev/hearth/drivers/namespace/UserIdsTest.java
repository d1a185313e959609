package dev.hearth.drivers.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserIdsTest {

    @Test
    void noTwoLivingSandboxesShareAUser() throws IOException {
        UserIds ids = UserIds.forState(Path.of("/some/state"));
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < UserIds.SLOTS; i++) {
            assertThat(taken.add(ids.take().getAsInt())).isTrue();
        }
        assertThat(taken).allMatch(id -> id >= 2_001_000_000);
        assertThatThrownBy(ids::take).isInstanceOf(IOException.class);
        OptionalInt one = OptionalInt.of(taken.iterator().next());
        ids.giveBack(one);
        assertThat(ids.take()).isEqualTo(one);
    }

    @Test
    void anOrdinaryUserHasNoneToGive() throws IOException {
        UserIds ids = UserIds.own();
        assertThat(ids.separate()).isFalse();
        assertThat(ids.take()).isEmpty();
    }
}
