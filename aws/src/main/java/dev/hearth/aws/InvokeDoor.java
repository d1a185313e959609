package dev.hearth.aws;

import dev.hearth.core.AwsScope;
import dev.hearth.core.Ports;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.services.frontend.LentFrontend;
import dev.hearth.services.frontend.MemberDoor;
import java.util.concurrent.Semaphore;

/**
 * The {@link MemberDoor} of AWS's Invoke: of what users send it serves synchronous invocations of what is lent to its
 * host, hands other invocations on one by one, and everything else with all that follows.
 */
public interface InvokeDoor extends MemberDoor {

    /**
     * A door over what is lent.
     *
     * @param keys those that it believes; requests with others go on
     */
    static InvokeDoor create(
            AccessKeys keys, DecisionPoint decisions, LentFrontend frontend, Ports ports, AwsScope scope) {
        DoorParts parts = new DoorParts(
                keys,
                decisions,
                frontend,
                ports,
                scope,
                EdgeOptions.of(1, Limits.CODE_BODY_BYTES),
                new RequestIds(ports.randomness()),
                new Semaphore(DoorParts.BUFFERED_KIB));
        return (in, out, onward) -> new DoorConnection(parts, in, out, onward).serve();
    }
}
