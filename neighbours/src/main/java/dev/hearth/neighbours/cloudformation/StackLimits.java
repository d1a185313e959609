package dev.hearth.neighbours.cloudformation;

/** What CloudFormation holds at most. */
public interface StackLimits {

    /** Stacks of an account that are not deleted. */
    int STACKS = 2_000;

    /** Deleted stacks that are remembered. */
    int DELETED_STACKS = 100;

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
