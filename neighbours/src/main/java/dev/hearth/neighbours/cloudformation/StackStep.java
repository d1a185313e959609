package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.FaultException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that is done for a stack's resource and takes time; it gives what is to be written of it. */
@FunctionalInterface
interface StackStep {

    Consumer<UnitBuilder> take();

    /** What is to be written when it fails. */
    default Consumer<UnitBuilder> failed(String reason) {
        return unit -> {};
    }

    /** {@link #take}, or what is to be written of its failure. */
    default Consumer<UnitBuilder> attempt() {
        try {
            return take();
        } catch (FaultException refused) {
            String code = refused.fault().detail();
            return failed("Resource handler returned message: \""
                    + refused.fault().message() + "\"" + (code.isEmpty() ? "" : " (HandlerErrorCode: " + code + ")"));
        } catch (RuntimeException bug) {
            Logger log = LoggerFactory.getLogger(StackStep.class);
            log.error("a step of a stack failed", bug);
            return failed("Internal failure: " + bug.getMessage());
        }
    }
}
