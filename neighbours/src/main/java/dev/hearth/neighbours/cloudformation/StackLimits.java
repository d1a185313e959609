package dev.hearth.neighbours.cloudformation;

import java.time.Duration;

/** What CloudFormation holds at most. */
public interface StackLimits {

    /** Stacks of an account that are not deleted. */
    int STACKS = 2_000;

    /** Deleted stacks that are remembered. */
    int DELETED_STACKS = 100;

    /**
     * How long a question for a stack's state waits for the end of what is under way with it: the waiters of AWS's
     * clients ask at once, and then not before 5 or 30 seconds have passed.
     */
    Duration SETTLING = Duration.ofSeconds(2);

    /** Characters of a name. */
    int NAME_CHARS = 128;

    /** Events of a page. */
    int EVENTS_PAGE = 100;

    /** Change sets of a stack. */
    int CHANGE_SETS = 100;

    /** Tags of a stack. */
    int TAGS = 50;

    /** How deep stacks may stand in each other. */
    int NESTED = 8;
}
