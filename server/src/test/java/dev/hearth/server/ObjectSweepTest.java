package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectSweepTest {

    private static final String QUESTION = ObjectSweep.question(List.of("f01", "f02"));

    @Test
    void aHostThatDecidesSaysWhatNothingRefersTo() throws IOException {
        String answer = ObjectSweep.answer(QUESTION, asked -> {
            assertThat(asked).containsExactly("f01", "f02");
            return Set.of("f02");
        });

        assertThat(answer).isNotNull();
        assertThat(ObjectSweep.read(answer)).containsExactly("f02");
        assertThat(ObjectSweep.answer("drain host", asked -> Set.of())).isNull();
    }

    /** A host that knows nothing must not let another remove anything. */
    @Test
    void whateverIsNoAnswerIsAnError() {
        String silent = ObjectSweep.answer(QUESTION, asked -> {
            throw new IOException("away");
        });

        assertThat(ObjectSweep.answer(QUESTION, null)).isNull();
        for (String answer : List.of(
                String.valueOf(silent), "", "there is no cluster here: 'hearth cluster init' begins one", "f01 f02")) {
            assertThatThrownBy(() -> ObjectSweep.read(answer)).isInstanceOf(IOException.class);
        }
    }
}
