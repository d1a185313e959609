package dev.hearth.simulation;

/** What must hold after every event of a simulation. */
public enum Invariant {
    ONE_AT_A_TIME("an environment serves one invocation at a time"),
    OWN_VERSION("an environment serves exactly the version, revision and tenant that it was started for"),
    NO_OLD_CODE("after an update no new invocation reaches an old environment"),
    NEVER_AGAIN("an environment that failed, died or was given up is never handed out again"),
    TOLD_ONCE("a caller is told exactly once what it gets"),
    COUNTED("in use is exactly what was granted and not given back"),
    WITHIN_LIMITS("a unit is granted when and only when account, reservation and provisioned concurrency allow it"),
    SCALING_RATE("new environments are started no faster than the scaling rate allows"),
    EXPIRY("a dead caller's units come back when its lease ends"),
    OUTCOME("every invocation ends with one outcome, in time"),
    ROOM_ON_HOST("a host gets no more environments than it has room for, and none when it takes none"),
    NOTHING_LEAKED("assignment and placement know exactly the environments that there are"),
    BACK_TO_ZERO("when all is over, every count is zero and nothing is left"),
    NOTHING_LOST("what was acknowledged is committed, and stays until it is over"),
    ONE_HOLDER("a resource has one holder at a time, and nobody else acts for it"),
    FENCED("tokens only grow, and nothing is written under an old one"),
    SETTLED_ONCE("what is over is not run or settled again, and nothing runs twice under one lease"),
    FIFO("messages of a group are processed one after the other, in order"),
    TOLD_TRULY("a destination is told only what is true of the event"),
    EVENT_ENDS("an event ends in success, destination, dead letter or expiry, in time, after all its tries"),
    NO_CRASH("no room fails");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    /** The invariant in words. */
    public String sentence() {
        return sentence;
    }
}
