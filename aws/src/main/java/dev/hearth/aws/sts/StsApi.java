package dev.hearth.aws.sts;

import dev.hearth.aws.AwsApi;
import dev.hearth.neighbours.iam.DecisionPoint;
import dev.hearth.neighbours.iam.Iam;
import dev.hearth.neighbours.iam.KeyRing;
import dev.hearth.neighbours.iam.Sessions;
import java.util.function.Supplier;

/** The STS API (2011-06-15). */
public interface StsApi {

    /**
     * The API.
     *
     * @param iam knows the roles; asked for when a role is assumed
     * @param decisions says who may assume one
     */
    static AwsApi create(Supplier<Iam> iam, KeyRing keys, Sessions sessions, DecisionPoint decisions) {
        return new StsOperations(iam, keys, sessions, decisions);
    }
}
