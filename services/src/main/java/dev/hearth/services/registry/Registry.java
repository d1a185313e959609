package dev.hearth.services.registry;

import dev.hearth.core.FaultException;
import org.jspecify.annotations.Nullable;

/** The functions of this account and region. */
public interface Registry {

    /**
     * The version that an invocation of {@code function} reaches now. Answers from memory: it stands in every invocation's way.
     *
     * @param function a name, partial ARN or full ARN, with or without a qualifier at its end
     * @param qualifier a version, {@code $LATEST} or an alias; null for none
     * @throws FaultException NOT_FOUND, INVALID_PARAMETER, or CONFLICT while the function is not active
     */
    FunctionVersion resolve(String function, @Nullable String qualifier);

    /** Told of every change that makes environments of older revisions useless. */
    interface Listener {

        /** {@code function} (its unqualified ARN) was updated, or deleted. */
        void changed(String functionArn);
    }
}
