package dev.hearth.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartedFileTest {

    @TempDir
    private Path folder;

    private StartedFile open() {
        return StartedFile.open(folder.resolve("started"));
    }

    @Test
    void whatWasStartedAndNotSettledIsKnownToTheNextProcess() throws Exception {
        StartedFile first = open();
        assertThat(first.starts("a")).isTrue();
        assertThat(first.starts("b")).isTrue();
        assertThat(first.starts("b")).isFalse();
        first.settled("a");
        StartedFile second = open();
        assertThat(second.starts("a")).isTrue();
        assertThat(second.starts("b")).isFalse();
        second.settled("b");
        assertThat(open().starts("b")).isTrue();
        assertThat(Files.getPosixFilePermissions(folder.resolve("started")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aMarkWhoseEventNeverComesAgainIsDroppedAfterSomeStarts() {
        open().starts("gone");
        for (int start = 0; start < 7; start++) {
            open();
        }
        assertThat(open().starts("gone")).isTrue();
    }

    @Test
    void moreThanItHoldsIsNotRemembered() {
        StartedFile file = open();
        for (int i = 0; i < StartedFile.MARKS; i++) {
            assertThat(file.starts("r" + i)).isTrue();
        }
        assertThat(file.starts("one more")).isTrue();
        assertThat(file.starts("one more")).isTrue();
        file.settled("r0");
        assertThat(file.starts("another")).isTrue();
        assertThat(file.starts("another")).isFalse();
    }
}
