package dev.hearth.services.assignment;

/** What the shell of assignment is told to do, outside its lock and in the order told. */
sealed interface PoolAction {

    /** Give a waiting caller its answer. */
    record Tell(Assignment.Caller caller, AssignmentOutcome outcome) implements PoolAction {}

    /** Destroy an environment. */
    record Destroy(PooledEnvironment environment) implements PoolAction {}

    /** Tell how many provisioned environments a version or alias has. */
    record Available(PoolKey key, int environments) implements PoolAction {}

    /** An environment that was started is no more: placement counts it no longer. */
    record Ended(PooledEnvironment environment) implements PoolAction {}
}
