package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StorePartsTest {

    @Test
    void troubleWithTheStoreSaysWhatToDo() {
        assertThat(StoreParts.trouble(new IllegalStateException(new SQLException("FATAL: no entry", "28P01"))))
                .isEqualTo("FATAL: no entry: correct the user and the password of --store or $HEARTH_STORE");
        assertThat(StoreParts.trouble(new SQLException("database \"h\" does not exist", "3D000")))
                .contains("createdb");
        assertThat(StoreParts.trouble(new SQLException("Connection refused.", "08001")))
                .endsWith("Start PostgreSQL there, or correct the address.");
    }

    @Test
    void otherTroubleIsToldAsItIs() {
        assertThat(StoreParts.trouble(new IllegalStateException("odd"))).isEqualTo("odd");
        assertThat(StoreParts.trouble(new SQLException("broken", (String) null)))
                .isEqualTo("broken");
    }
}
