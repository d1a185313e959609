package dev.hearth.services.counting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HolderLifeTest {

    private final Slots account = new Slots(10);
    private final FunctionCount function = new FunctionCount("f", account, 0);
    private final HolderLife holder = new HolderLife("h", 1, 0);

    private Ticket ticket(long token) {
        assertThat(function.takeOnDemand()).isNull();
        return new Ticket(token, function, null, holder);
    }

    @Test
    void aTicketThatComesAfterTheEndIsGivenBackAtOnce() {
        Ticket early = ticket(2);
        Ticket late = ticket(3);
        assertThat(holder.add(early)).isTrue();
        holder.end();
        assertThat(account.inUse()).isEqualTo(1);
        assertThat(holder.add(late)).isFalse();
        assertThat(account.inUse()).isZero();
        assertThat(holder.outstanding()).isZero();
    }

    @Test
    void ticketsAreEqualOnlyToThemselves() {
        Ticket one = ticket(2);
        Ticket twin = ticket(2);
        assertThat(one).isEqualTo(one).isNotEqualTo(twin).hasSameHashCodeAs(twin);
    }

    @Test
    void aSecondEndAndASecondRemovalDoNothing() {
        Ticket ticket = ticket(2);
        assertThat(holder.add(ticket)).isTrue();
        assertThat(holder.remove(ticket)).isTrue();
        assertThat(holder.remove(ticket)).isFalse();
        holder.end();
        holder.end();
        assertThat(account.inUse()).isZero();
    }
}
