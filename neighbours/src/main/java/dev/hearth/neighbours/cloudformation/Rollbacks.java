package dev.hearth.neighbours.cloudformation;

import dev.hearth.core.Ports;
import dev.hearth.neighbours.cloudformation.StackOperation.Kind;
import dev.hearth.neighbours.cloudformation.StackOperation.OnFailure;
import dev.hearth.neighbours.cloudformation.StackOperation.Phase;
import java.util.List;

/** Ways back that are asked for. */
final class Rollbacks {

    private final RoomCloudFormation room;
    private final StackStore store;
    private final Ports ports;

    Rollbacks(RoomCloudFormation room, StackStore store, Ports ports) {
        this.room = room;
        this.store = store;
        this.ports = ports;
    }

    private StackOperation again(
            StackOperation failed, Phase phase, List<String> skipped, String token, String accessKeyId) {
        return new StackOperation(
                failed.id(),
                failed.kind(),
                phase,
                failed.wanted(),
                accessKeyId,
                token,
                OnFailure.ROLLBACK,
                skipped,
                ports.time().millis(),
                0);
    }

    /** Of an update whose way back failed. */
    void goOn(Stack stack, List<String> skipped, String token, String accessKeyId) {
        StackOperation failed = stack.operation();
        if (stack.status() != StackStatus.UPDATE_ROLLBACK_FAILED || failed == null) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack:" + stack.id() + " is in " + stack.status() + " state and can not continue rollback.");
        }
        room.begin(
                stack,
                again(failed, Phase.ROLLBACK, skipped, token, accessKeyId),
                StackStatus.UPDATE_ROLLBACK_IN_PROGRESS,
                null);
    }

    /** Of what failed and was left as it was. */
    Stack begin(Stack stack, String token, String accessKeyId) {
        StackOperation failed = stack.operation();
        boolean creation = stack.status() == StackStatus.CREATE_FAILED;
        if (failed == null || !creation && stack.status() != StackStatus.UPDATE_FAILED) {
            throw CloudFormationError.VALIDATION.because(
                    "Stack:" + stack.id() + " is in " + stack.status() + " state and can not be rolled back.");
        }
        if (failed.kind() == Kind.UPDATE) {
            UnitBuilder unit = new UnitBuilder(stack, ports);
            new Rows(store.resources(stack.id())).takenBack(failed.id()).forEach(unit::row);
            unit.save(store);
        }
        return room.begin(
                stack,
                again(failed, creation ? Phase.UNDO : Phase.ROLLBACK, List.of(), token, accessKeyId),
                creation ? StackStatus.ROLLBACK_IN_PROGRESS : StackStatus.UPDATE_ROLLBACK_IN_PROGRESS,
                null);
    }
}
