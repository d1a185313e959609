package dev.hearth.aws;

/**
 * One built operation: a decoded request in, a response out.
 *
 * <p>Runs on a task, may block, and refuses by throwing {@link dev.hearth.core.FaultException}; every other exception
 * is a bug and answers as AWS's internal error.
 */
@FunctionalInterface
public interface Handler<I, O> {

    O handle(Call call, I request);
}
