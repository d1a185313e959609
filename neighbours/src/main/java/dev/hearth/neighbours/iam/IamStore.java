package dev.hearth.neighbours.iam;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What IAM keeps on disk. Changes are kept in the order of the calls; a stage completes when its change is durable. */
public interface IamStore {

    /** A store that forgets everything when the process ends. */
    static IamStore inMemory() {
        return new MemoryIamStore();
    }

    /** All there is. */
    List<IamEntity> all();

    /** The users, roles and access keys, which are needed before anybody uses IAM. */
    List<IamEntity> signers();

    CompletionStage<?> put(IamEntity entity);

    CompletionStage<?> delete(IamKind kind, String name);
}
