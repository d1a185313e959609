package dev.hearth.services.counting;

import org.jspecify.annotations.Nullable;

/**
 * One granted unit: where it came from, and who holds it. It is in its holder's set as long as it is not given back.
 */
final class Ticket implements Reservation.Granted {

    private final long token;
    private final FunctionCount function;
    private final @Nullable Slots provisioned;
    private final HolderLife holder;

    /** {@code provisioned} is where the unit came from, null for the function's on-demand word. */
    Ticket(long token, FunctionCount function, @Nullable Slots provisioned, HolderLife holder) {
        this.token = token;
        this.function = function;
        this.provisioned = provisioned;
        this.holder = holder;
    }

    HolderLife holder() {
        return holder;
    }

    /** Called once, by whoever took this ticket out of its holder's set. */
    void giveBack() {
        if (provisioned == null) {
            function.giveOnDemand(1);
        } else {
            function.giveProvisioned(provisioned);
        }
    }

    @Override
    public String functionArn() {
        return function.functionArn();
    }

    @Override
    public Reservation.Kind kind() {
        return provisioned == null ? Reservation.Kind.ON_DEMAND : Reservation.Kind.PROVISIONED;
    }

    @Override
    public long token() {
        return token;
    }

    /** The token's, which is cheaper than an identity hash and spreads better; equality stays identity. */
    @Override
    public int hashCode() {
        return Long.hashCode(token);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return "Granted[" + functionArn() + ", " + kind() + ", " + token + "]";
    }
}
